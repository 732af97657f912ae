-- find_sessions: which of these sessions are still valid. $1 token_hash bytea[]  $2 at timestamptz
select
  s.token_hash
from session s
join account a on a.id = s.account_id
where s.token_hash = any($1)
  and s.ended_at is null
  and s.expires_at > $2
  and a.disabled_at is null
