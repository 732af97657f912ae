-- read_reconciled_alerts: what is on file of some kinds about supervisees, over or not. $1 supervisee_id bigint[]  $2 kind text[]
select
  supervisee_id::text,
  kind,
  device_id,
  occurred_at,
  last_evidence_at,
  ended_at,
  end_reason,
  resolved_at,
  count,
  evidence -> 'facts' as facts
from alert
where supervisee_id = any($1::bigint[])
  and kind = any($2::text[])
order by occurred_at
