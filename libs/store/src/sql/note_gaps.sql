-- note_gaps: numbers that are missing and about to be asked for. A hole that somebody else has just asked for is left out.
-- $1 device_id text[]  $2 life int[]  $3 seq_from bigint[]  $4 seq_to bigint[]  $5 at timestamptz
-- $6 pause interval, how long a device is given to answer
-- rows: one a hole that is now to be asked for.
insert into record_gap as g (device_id, life, seq_from, seq_to, state, found_at, asked, asked_at)
select
  device_id,
  life,
  seq_from,
  seq_to,
  'open',
  $5,
  1,
  $5
from unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[]) as h (device_id, life, seq_from, seq_to)
order by device_id, life, seq_from
on conflict (device_id, life, seq_from) where state = 'open' do update
set
  seq_to = excluded.seq_to,
  asked = g.asked + 1,
  asked_at = excluded.asked_at
where g.asked_at <= excluded.asked_at - $6::interval
returning
  device_id,
  life,
  seq_from::double precision,
  seq_to::double precision
