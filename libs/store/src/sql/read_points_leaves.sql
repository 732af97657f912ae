-- read_points_leaves: when people were on approved leave. $1 supervisee_id bigint[]
-- rows: up to when it was withdrawn, if it was.
select
  l.supervisee_id::text,
  l.id::text,
  v.valid_from,
  least(v.valid_to, (
    select n.made_at
    from leave_version n
    where n.leave_id = l.id
      and n.state = 'withdrawn'
  )) as valid_to
from leave l
join leave_version v on v.leave_id = l.id and v.version = 1
where l.supervisee_id = any($1::bigint[])
order by l.id
