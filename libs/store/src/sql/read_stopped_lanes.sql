-- read_stopped_lanes: supervisees of a jurisdiction whose records are not judged, the longest first. $1 jurisdiction text
select
  l.supervisee_id::text as supervisee_id,
  l.stopped_at
from engine_lane l
join supervisee s on s.id = l.supervisee_id
where s.division like $1 || '%'
order by l.stopped_at
limit 100
