-- judge_due_hours: judge hours that are due, the oldest first; others may do so at the same time.
-- $1 now timestamptz  $2 limit integer
-- rows: one; how many were due.
with taken as (
  delete from device_hour_due d
  using (
    select device_id, hour
    from device_hour_due
    where due_at <= $1
    order by due_at
    limit $2
    for update skip locked
  ) t
  where (d.device_id, d.hour) = (t.device_id, t.hour)
  returning d.device_id, d.hour
),
batch as (
  select array_agg(device_id order by device_id, hour) as devices, array_agg(hour order by device_id, hour) as hours
  from taken
),
kept as (
  insert into device_hour
  select j.*
  from batch
  cross join lateral judge_hours(batch.devices, batch.hours) j
  on conflict (binding_id, hour) do update
  set
    records = excluded.records,
    fixes = excluded.fixes,
    distance_m = excluded.distance_m,
    battery_min = excluded.battery_min,
    battery_last = excluded.battery_last,
    longest_silence_ms = excluded.longest_silence_ms,
    monitored_ms = excluded.monitored_ms,
    silent_ms = excluded.silent_ms,
    no_position_ms = excluded.no_position_ms,
    no_basis_ms = excluded.no_basis_ms,
    judged_at = excluded.judged_at
  returning 1
)
select count(*)::integer as count
from taken
