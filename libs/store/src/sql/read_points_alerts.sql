-- read_points_alerts: alerts of some people, as points look at them, in the order in which they began.
-- $1 supervisee_id bigint[]
-- rows: `entry_id` when an entry was proposed for its outing; what was suppressed counts for nothing.
select
  a.id::text,
  a.supervisee_id::text,
  a.kind,
  a.occurred_at,
  greatest(a.occurred_at, coalesce(a.ended_at, a.last_evidence_at)) as until,
  case a.state when 'suppressed' then 'other' else a.resolution end as resolution,
  a.end_reason is not distinct from 'contradicted' as contradicted,
  l.entry_id::text
from alert a
left join points_entry_alert l on l.alert_id = a.id
where a.supervisee_id = any($1::bigint[])
order by a.occurred_at, a.id
