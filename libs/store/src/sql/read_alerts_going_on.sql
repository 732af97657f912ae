-- read_alerts_going_on: of some kinds, what has not ended. $1 part smallint[]  $2 kind text[]
select
  id::text,
  kind,
  supervisee_id::text,
  device_id,
  last_evidence_at
from alert
where ended_at is null
  and kind = any($2::text[])
  and supervisee_id % 64 = any($1::smallint[])
