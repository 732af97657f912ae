-- end_session: the token is void from now. $1 token_hash bytea  $2 at timestamptz
update session
set ended_at = $2
where token_hash = $1
  and ended_at is null
