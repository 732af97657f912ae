-- mark_ended_hours: every hour that is over, of everybody who wore a wristband in it: silence leaves no record behind.
-- $1 from timestamptz, the first hour not marked yet  $2 to timestamptz, the first that is not over
-- rows: one; how many are new.
with marked as (
  insert into device_hour_due (device_id, hour, due_at)
  select distinct
    b.device_id,
    h.hour,
    h.hour + interval '61 minutes' + patience_ms(d.interval_s, s.division, h.hour) * interval '1 ms'
  from device_binding b
  join device d on d.id = b.device_id
  join supervisee s on s.id = b.supervisee_id
  cross join lateral generate_series(
    date_trunc('hour', greatest(lower(b.during), $1::timestamptz), 'UTC'),
    least(upper(b.during), $2::timestamptz) - interval '1 ms',
    interval '1 hour'
  ) as h (hour)
  where b.during && tstzrange($1, $2)
  on conflict (device_id, hour) do nothing
  returning 1
)
select count(*)::integer as count
from marked
