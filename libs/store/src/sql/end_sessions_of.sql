-- end_sessions_of: all tokens of an account are void from now. $1 account_id bigint  $2 at timestamptz
update session
set ended_at = $2
where account_id = $1
  and ended_at is null
