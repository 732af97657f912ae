-- keep_device_streams: add numbers to what is known to be stored, and to what devices say they no longer have.
-- Life 0 has no numbers to count: its range is the newest record alone.
-- $1 device_id text[]  $2 life int[]  $3 boot int[]  $4 stored int8multirange[]  $5 gone int8multirange[]
-- $6 newest_seq bigint[]  $7 newest_at bigint[]  $8 last_received_at bigint[], both in milliseconds since the epoch
insert into device_stream as s (device_id, life, boot, stored, gone, newest_seq, newest_at, last_received_at)
select
  device_id,
  life,
  boot,
  stored,
  gone,
  newest_seq,
  'epoch'::timestamptz + newest_ms * interval '1 ms',
  'epoch'::timestamptz + last_received_ms * interval '1 ms'
from unnest(
  $1::text[], $2::integer[], $3::integer[], $4::int8multirange[], $5::int8multirange[], $6::bigint[],
  $7::bigint[], $8::bigint[]
) as given (device_id, life, boot, stored, gone, newest_seq, newest_ms, last_received_ms)
on conflict (device_id, life) do update set
  boot = greatest(s.boot, excluded.boot),
  stored = case
    when s.life > 0 then s.stored + excluded.stored
    when excluded.newest_seq >= s.newest_seq then excluded.stored
    else s.stored
  end,
  gone = s.gone + excluded.gone,
  newest_seq = greatest(s.newest_seq, excluded.newest_seq),
  newest_at = greatest(s.newest_at, excluded.newest_at),
  last_received_at = greatest(s.last_received_at, excluded.last_received_at)
