-- read_open_silences: silences that have not ended. $1 part smallint[]
select
  id::text,
  supervisee_id::text,
  occurred_at
from alert
where kind = 'device.silent'
  and ended_at is null
  and supervisee_id % 64 = any($1::smallint[])
