-- count_gone_devices: wristbands that are connected, and worn ones that are no more and were lately; as long as it is told
-- that they are gone, lately is before it was told, so that nobody is back because time has passed.
-- $1 now timestamptz  $2 lately int in ms. rows: one.
with lately as (
  select
    coalesce(
      (select since from monitoring_condition where what = 'wristbands.away' and state = 'degraded'),
      $1::timestamptz
    ) - $2 * interval '1 ms' as began
)
select
  count(*) filter (where l.online)::integer as connected,
  count(*) filter (
    where not l.online
      and l.changed_at >= lately.began
      and exists (select from device_binding b where b.device_id = l.device_id and b.during @> $1::timestamptz)
      and exists (select from device d where d.id = l.device_id and d.disabled_at is null)
  )::integer as gone
from device_link l
cross join lately
