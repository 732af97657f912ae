-- add_session: somebody has signed in. $1 token_hash bytea  $2 account_id bigint  $3 at timestamptz  $4 expires_at timestamptz
insert into session (token_hash, account_id, created_at, expires_at)
values ($1, $2, $3, $4)
