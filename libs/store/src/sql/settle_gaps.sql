-- settle_gaps: what has become of holes: stored by now, gone, or still open. One that was answered in part becomes several,
-- and what is left of it has not been asked for since.
-- $1 at timestamptz  $2 limit int
-- rows: one; how many holes have changed.
with answered as (
  select
    g.id,
    int8multirange(int8range(g.seq_from, g.seq_to, '[]')) as hole,
    s.stored,
    s.gone - s.stored as gone
  from record_gap g
  join device_stream s on s.device_id = g.device_id and s.life = g.life
  where g.state = 'open'
    and (s.stored + s.gone) && int8range(g.seq_from, g.seq_to, '[]')
  order by g.id
  limit $2
  for update of g skip locked
),
removed as (
  delete from record_gap g
  using answered a
  where g.id = a.id
  returning g.*
),
piece as (
  select a.id, p.state, unnest(p.numbers) as numbers
  from answered a
  cross join lateral (
    values
      ('filled', a.hole * a.stored),
      ('gone', a.hole * a.gone),
      ('open', a.hole - a.stored - a.gone)
  ) as p (state, numbers)
),
added as (
  insert into record_gap (device_id, life, seq_from, seq_to, state, found_at, asked, asked_at, closed_at)
  select
    r.device_id,
    r.life,
    lower(p.numbers),
    upper(p.numbers) - 1,
    p.state,
    r.found_at,
    case when p.state = 'open' then 0 else r.asked end,
    r.asked_at,
    case when p.state <> 'open' then $1::timestamptz end
  from removed r
  join piece p on p.id = r.id
  -- What is left of a hole may have been asked for as a hole of its own, before this one was settled.
  on conflict (device_id, life, seq_from) where state = 'open' do nothing
)
select count(*)::integer as count
from removed
