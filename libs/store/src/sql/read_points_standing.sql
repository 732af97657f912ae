-- read_points_standing: what was confirmed and not overturned, and what is booked of everything ever confirmed.
-- $1 supervisee_id bigint[]
-- rows: `stands` false: taken back.
select
  e.id::text,
  e.supervisee_id::text,
  e.scheme_id::text,
  e.version,
  e.item,
  e.asked::text,
  e.occurred_at,
  o.id is null as stands,
  (select sum(m.amount)::text from points_movement m where m.entry_id = e.id) as booked
from points_entry e
join points_act c on c.entry_id = e.id and c.act = 'confirmed'
left join points_act o on o.entry_id = e.id and o.act = 'overturned'
where e.supervisee_id = any($1::bigint[])
order by e.id
