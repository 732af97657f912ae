-- find_points_due: about whom something changed that points look at. $1 since timestamptz
select
  s.id::text,
  s.division
from (
  select supervisee_id from alert where resolved_at >= $1
  union
  select a.supervisee_id from alert_revision r join alert a on a.id = r.alert_id where r.reason = 'contradicted' and r.at >= $1
  union
  select l.supervisee_id from leave_version v join leave l on l.id = v.leave_id where v.made_at >= $1
  union
  select supervisee_id from points_fact where recorded_at >= $1
) changed
join supervisee s on s.id = changed.supervisee_id
order by s.id
