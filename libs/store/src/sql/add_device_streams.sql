-- add_device_streams: memory lives that begin, of devices that are locked; not where somebody else has begun one since the
-- device's lives were read.
-- $1 device_id text[]  $2 life int[]  $3 boot int[]  $4 stored int8multirange[]  $5 gone int8multirange[]
-- $6 newest_seq bigint[]  $7 newest_at bigint[]  $8 last_received_at bigint[], both in milliseconds since the epoch
-- $9 clock bigint[][] as text[]  $10 known int[], how many lives were read
-- rows: one; how many were added.
with added as (
  insert into device_stream (device_id, life, version, boot, stored, gone, newest_seq, newest_at, last_received_at, clock)
  select
    device_id,
    life,
    1,
    boot,
    stored,
    gone,
    newest_seq,
    'epoch'::timestamptz + newest_ms * interval '1 ms',
    'epoch'::timestamptz + last_received_ms * interval '1 ms',
    clock::bigint[]
  from unnest(
    $1::text[], $2::integer[], $3::integer[], $4::int8multirange[], $5::int8multirange[], $6::bigint[], $7::bigint[],
    $8::bigint[], $9::text[], $10::integer[]
  ) as g (device_id, life, boot, stored, gone, newest_seq, newest_ms, last_received_ms, clock, known)
  where (select count(*) from device_stream s where s.device_id = g.device_id) = g.known
  on conflict (device_id, life) do nothing
  returning 1
)
select count(*)::integer as count
from added
