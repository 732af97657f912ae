-- give_up_gaps: devices do not answer what is asked of them: the numbers count as gone, and are on file as unanswered.
-- $1 device_id text[]  $2 life int[]  $3 seq_from bigint[]  $4 seq_to bigint[]  $5 at timestamptz
with given_up as (
  select *
  from unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[]) as h (device_id, life, seq_from, seq_to)
),
closed as (
  update record_gap g
  set
    state = 'unanswered',
    closed_at = $5
  from given_up h
  where g.device_id = h.device_id
    and g.life = h.life
    and g.seq_from = h.seq_from
    and g.seq_to = h.seq_to
    and g.state = 'open'
  returning
    g.device_id,
    g.life,
    int8range(g.seq_from, g.seq_to, '[]') as numbers
)
update device_stream s
set
  gone = s.gone + (int8multirange(c.numbers) - s.stored),
  version = s.version + 1
from closed c
where s.device_id = c.device_id
  and s.life = c.life
