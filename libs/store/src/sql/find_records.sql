-- find_records: which of these are on disk with the very same time that their device said, sealed ones included.
-- $1 device_id text[]  $2 life int[]  $3 seq bigint[]  $4 at bigint[], in milliseconds since the epoch
-- rows: the positions in the lists, from 1, of those that are.
select q.place::integer
from unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[]) with ordinality
  as q (device_id, life, seq, at_ms, place)
cross join lateral (select 'epoch'::timestamptz + q.at_ms * interval '1 ms' as at) t
where exists (
    select from record r where (r.device_id, r.life, r.seq, r.at) = (q.device_id, q.life, q.seq, t.at) and r.said_at is null
  )
  or exists (
    select from unbelieved_record u where (u.device_id, u.life, u.seq, u.said_at) = (q.device_id, q.life, q.seq, t.at)
  )
  or exists (
    select from sealed_record s where (s.device_id, s.life, s.seq, s.at) = (q.device_id, q.life, q.seq, t.at)
  )
