-- read_points_facts: all of some people, newest first. $1 supervisee_id bigint[]
select
  f.id::text,
  f.supervisee_id::text,
  f.kind,
  f.at,
  f.until,
  f.hours::text,
  f.outcome,
  f.evidence,
  f.recorded_by::text,
  a.display_name as recorded_by_name,
  f.recorded_at,
  w.reason as withdrawn_reason,
  w.withdrawn_by::text,
  b.display_name as withdrawn_by_name,
  w.withdrawn_at
from points_fact f
join account a on a.id = f.recorded_by
left join points_fact_withdrawal w on w.fact_id = f.id
left join account b on b.id = w.withdrawn_by
where f.supervisee_id = any($1::bigint[])
order by f.at desc, f.id desc
