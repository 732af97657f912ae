-- find_session: whose session a token is, while it is valid and the account is not disabled.
-- $1 token_hash bytea  $2 at timestamptz
select
  a.id,
  a.username,
  a.display_name,
  a.role,
  a.division
from session s
join account a on a.id = s.account_id
where s.token_hash = $1
  and s.ended_at is null
  and s.expires_at > $2
  and a.disabled_at is null
