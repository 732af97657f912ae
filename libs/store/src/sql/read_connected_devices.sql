-- read_connected_devices: a sample of the wristbands that say that they are connected and that somebody wears.
-- $1 at timestamptz  $2 most int: no more are looked at
-- rows: one; how many, and the shortest reporting interval of them.
select
  count(*)::integer as devices,
  min(d.interval_s) as interval_s
from (
  select device_id
  from device_link
  where online
  limit $2
) l
join device d on d.id = l.device_id
where d.disabled_at is null
  and exists (select from device_binding b where b.device_id = l.device_id and b.during @> $1::timestamptz)
