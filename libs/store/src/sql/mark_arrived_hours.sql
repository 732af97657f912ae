-- mark_arrived_hours: the hours that newly stored records may change: those within the patience of each, when they are
-- over. An hour too many does no harm, so the longest patience of any policy is taken; and of what comes late, that by
-- which the device was judged then.
-- $1 arrival bigint, from  $2 arrival bigint, to  $3 hour timestamptz, the first that is not over
-- rows: one; how many are new.
with policies as (
  select
    coalesce(max((parameters ->> 'intervals')::double precision), 5) as intervals,
    coalesce(max((parameters ->> 'floorSeconds')::double precision), 25) as floor_s
  from policy
  where kind = 'device.silent'
),
arrived as (
  select distinct
    r.device_id,
    date_bin('1 minute', r.at, 'epoch') as minute,
    greatest(p.floor_s, p.intervals * d.interval_s) * interval '1 s' as patience
  from record r
  join device d on d.id = r.device_id
  cross join policies p
  where r.arrival >= $1
    and r.arrival < $2
    and r.at < $3::timestamptz + greatest(p.floor_s, p.intervals * d.interval_s) * interval '1 s'
),
near as (
  select
    a.device_id,
    a.minute,
    case
      when a.minute >= $3 then a.patience
      else greatest(a.patience, (
        select max(known.patience_ms) * interval '1 ms'
        from device_hour known
        where known.device_id = a.device_id
          and known.hour >= a.minute - interval '12 hours'
          and known.hour < a.minute + interval '12 hours'
      ))
    end as patience
  from arrived a
),
marked as (
  insert into device_hour_due (device_id, hour, due_at)
  select
    n.device_id,
    h.hour,
    max(h.hour + interval '61 minutes' + n.patience)
  from near n
  cross join lateral generate_series(
    date_trunc('hour', n.minute - n.patience, 'UTC'),
    least(n.minute + n.patience + interval '1 minute', $3::timestamptz - interval '1 hour'),
    interval '1 hour'
  ) as h (hour)
  group by n.device_id, h.hour
  on conflict (device_id, hour) do nothing
  returning 1
)
select count(*)::integer as count
from marked
