-- read_silences_on_file: silences that go on, and those that ended a short while ago with a record.
-- $1 part smallint[]  $2 ended since timestamptz
select
  id::text,
  supervisee_id::text,
  device_id,
  occurred_at,
  ended_at,
  end_reason
from alert
where kind = 'device.silent'
  and (ended_at is null or (ended_at >= $2 and end_reason in ('reported', 'backlog')))
  and supervisee_id % 64 = any($1::smallint[])
order by occurred_at
