-- read_world_leaves: every leave as it was approved, and when that was over. $1 supervisee_id bigint[]
select
  l.supervisee_id::text,
  l.id::text,
  v.place_name,
  v.division,
  coalesce(v.geometry, v.circle) as shape,
  v.valid_from,
  v.valid_to,
  v.made_at as approved_at,
  done.version,
  done.state,
  done.made_at as over_at
from leave l
join leave_version v on v.leave_id = l.id and v.version = 1
left join leave_version done on done.leave_id = l.id and done.version = 2
where l.supervisee_id = any($1::bigint[])
order by l.id
