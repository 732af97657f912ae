-- read_points_entered: entries that people made themselves, confirmed and not overturned. $1 supervisee_id bigint[]
select
  e.id::text,
  e.supervisee_id::text,
  e.item,
  e.asked::text,
  e.occurred_at
from points_entry e
join points_act c on c.entry_id = e.id and c.act = 'confirmed'
left join points_act o on o.entry_id = e.id and o.act = 'overturned'
where e.supervisee_id = any($1::bigint[])
  and e.proposed_by <> 0
  and o.id is null
order by e.id
