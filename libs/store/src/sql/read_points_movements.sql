-- read_points_movements: every line booked for some people, oldest first. $1 supervisee_id bigint[]
-- $2 only from this month on date, or null
select
  m.supervisee_id::text,
  m.entry_id::text,
  e.part,
  m.amount::text,
  to_char(m.month, 'YYYY-MM') as month,
  m.at
from points_movement m
join points_entry e on e.id = m.entry_id
where m.supervisee_id = any($1::bigint[])
  and ($2::date is null or m.month >= $2)
order by m.id
