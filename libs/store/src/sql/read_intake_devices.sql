-- read_intake_devices: registered devices with which of their numbers are on disk, by memory life.
-- $1 device_id text[]
-- rows: one a life; one with nulls for a device that has sent nothing yet. Times in milliseconds since the epoch.
select
  d.id,
  s.life,
  s.boot,
  s.stored,
  s.gone,
  s.newest_seq,
  (date_part('epoch', s.newest_at) * 1000)::bigint as newest_ms,
  s.version,
  s.clock
from unnest($1::text[]) as asked (id)
join device d on d.id = asked.id
left join device_stream s on s.device_id = d.id
