-- keep_device_links: what registered devices last said about their connection. What was said before stays when it says
-- the same (a retained message comes again with every subscription), or when it is newer.
-- $1 device_id text[], each once, in order  $2 online boolean[]  $3 changed_at timestamptz[]
insert into device_link (device_id, online, changed_at)
select
  given.device_id,
  given.online,
  given.changed_at
from unnest($1::text[], $2::boolean[], $3::timestamptz[]) as given (device_id, online, changed_at)
join device on device.id = given.device_id
on conflict (device_id) do update set
  online = excluded.online,
  changed_at = excluded.changed_at
where device_link.online <> excluded.online
  and device_link.changed_at <= excluded.changed_at
