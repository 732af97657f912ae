-- change_device_streams: add numbers to what is known to be stored, and to what devices say they no longer have; of those
-- streams that nobody has changed since they were read. What is stored is not gone. Life 0 has no numbers to count: its range is the newest alone.
-- $1 device_id text[]  $2 life int[]  $3 version bigint[], as it was read  $4 boot int[]
-- $5 stored int8multirange[]  $6 gone int8multirange[]
-- $7 newest_seq bigint[]  $8 newest_at bigint[]  $9 last_received_at bigint[], both in milliseconds since the epoch
-- $10 clock bigint[][] as text[]
-- rows: one; how many there were.
with changed as (
  update device_stream s
  set
    version = s.version + 1,
    boot = g.boot,
    stored = case when s.life > 0 then s.stored + g.stored else g.stored end,
    gone = (s.gone + g.gone) - g.stored,
    newest_seq = g.newest_seq,
    newest_at = 'epoch'::timestamptz + g.newest_ms * interval '1 ms',
    last_received_at = greatest(s.last_received_at, 'epoch'::timestamptz + g.last_received_ms * interval '1 ms'),
    clock = g.clock::bigint[]
  from unnest(
    $1::text[], $2::integer[], $3::bigint[], $4::integer[], $5::int8multirange[], $6::int8multirange[], $7::bigint[],
    $8::bigint[], $9::bigint[], $10::text[]
  ) as g (device_id, life, version, boot, stored, gone, newest_seq, newest_ms, last_received_ms, clock)
  where s.device_id = g.device_id
    and s.life = g.life
    and s.version = g.version
  returning 1
)
select count(*)::integer as count
from changed
