-- read_alerts_on_file: what was found of somebody that reaches into a time and that late records did not refute.
-- $1 supervisee_id bigint  $2 from timestamptz  $3 to timestamptz
select
  kind,
  episode,
  occurred_at,
  detected_at,
  ended_at
from alert
where supervisee_id = $1
  and occurred_at < $3
  and (ended_at is null or ended_at >= $2)
  and end_reason is distinct from 'contradicted'
order by occurred_at, id
