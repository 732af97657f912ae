-- read_alerts_of_episodes: the alerts that have these names. $1 episode text[]  $2 jurisdiction text
select
  id::text as id,
  episode
from alert
where episode = any($1)
  and division like $2 || '%'
