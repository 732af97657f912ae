-- mark_changed_hours: what was decided about somebody may change every hour in which he wore a wristband. Hours whose
-- records were deleted stay as they are.
-- $1 arrival bigint, from  $2 arrival bigint, to  $3 hour timestamptz, the first that is not over
-- rows: one; how many are new.
with marked as (
  insert into device_hour_due (device_id, hour, due_at)
  select distinct
    b.device_id,
    h.hour,
    h.hour + interval '1 hour'
  from world_change c
  join device_binding b on b.supervisee_id = c.supervisee_id
  cross join lateral generate_series(
    date_trunc('hour', lower(b.during), 'UTC'),
    least(upper(b.during), $3::timestamptz) - interval '1 ms',
    interval '1 hour'
  ) as h (hour)
  where c.arrival >= $1
    and c.arrival < $2
    and c.what in ('binding', 'order')
    and not exists (select from record_deletion d where d.supervisee_id = c.supervisee_id)
  on conflict (device_id, hour) do nothing
  returning 1
)
select count(*)::integer as count
from marked
