-- note_unbelieved: what is known of records by what their devices said, when that is not believed: sent again, they are
-- received at another time, and must not be stored again. Times are in milliseconds since the epoch.
-- $1 device_id text[]  $2 life int[]  $3 seq bigint[]  $4 at bigint[], as said  $5 received_at bigint[]
-- rows: the positions in the lists, from 1, of those that were not known yet.
with given as (
  select
    device_id,
    life,
    seq,
    'epoch'::timestamptz + at_ms * interval '1 ms' as said_at,
    'epoch'::timestamptz + received_ms * interval '1 ms' as at,
    place
  from unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[]) with ordinality
    as r (device_id, life, seq, at_ms, received_ms, place)
),
noted as (
  insert into unbelieved_record (device_id, life, seq, said_at, at)
  select device_id, life, seq, said_at, at
  from given g
  -- One without a number may have been stored when its time was believed, or sealed.
  where life > 0
    or not exists (
      select from record r where (r.device_id, r.life, r.seq, r.at) = (g.device_id, g.life, g.seq, g.said_at)
    )
    and not exists (
      select from sealed_record s where (s.device_id, s.life, s.seq, s.at) = (g.device_id, g.life, g.seq, g.said_at)
    )
  -- Two who store at once wait for each other in the same order.
  order by device_id, life, seq, said_at
  on conflict do nothing
  returning device_id, life, seq, said_at
)
select min(g.place)::integer as place
from noted n
join given g using (device_id, life, seq, said_at)
group by device_id, life, seq, said_at
