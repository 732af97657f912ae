-- read_alerts: alerts as the queue shows them. $1 ids bigint[]  $2 jurisdiction text
select
  a.id,
  a.kind,
  alert_state(a) as state,
  a.severity,
  a.supervisee_id,
  s.name as supervisee_name,
  a.division,
  a.device_id,
  a.occurred_at,
  a.detected_at,
  a.last_evidence_at,
  a.ended_at,
  a.end_reason,
  a.late,
  a.count,
  a.owner,
  o.display_name as owner_name,
  a.claimed_at,
  a.acked_at,
  a.due_at,
  a.escalation,
  a.resolution,
  a.resolved_at,
  coalesce(a.evidence -> 'facts', '{}') as facts,
  a.incident_id,
  a.version
from alert a
join supervisee s on s.id = a.supervisee_id
left join account o on o.id = a.owner
where a.id = any($1::bigint[])
  and a.division like $2 || '%'
