-- change_account: change what is not null. $1 id bigint  $2 jurisdiction text  $3 display_name text
-- $4 password_hash text  $5 role text  $6 division text  $7 disabled boolean  $8 at timestamptz
-- rows: one, none outside the jurisdiction.
update account
set
  display_name = coalesce($3, display_name),
  password_hash = coalesce($4, password_hash),
  role = coalesce($5, role),
  division = coalesce($6, division),
  disabled_at = case when $7::boolean is null then disabled_at when $7 then coalesce(disabled_at, $8) end
where id = $1
  and division like $2 || '%'
returning id
