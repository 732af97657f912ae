-- add_account: give somebody an account.
-- $1 username text  $2 display_name text  $3 password_hash text  $4 role text  $5 division text  $6 created_at timestamptz
-- rows: none when the name is taken.
insert into account (username, display_name, password_hash, role, division, created_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (username) do nothing
returning id
