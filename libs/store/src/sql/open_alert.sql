-- open_alert: $1 episode text  $2 supervisee_id bigint  $3 device_id text  $4 kind text  $5 severity text
-- $6 occurred_at timestamptz  $7 detected_at timestamptz  $8 last_evidence_at timestamptz  $9 ended_at timestamptz
-- $10 end_reason text  $11 late boolean  $12 count int  $13 evidence jsonb as text  $14 versions jsonb as text
-- $15 latencies jsonb as text  $16 due_at timestamptz
-- What a suppression holds back is on file as well.
-- rows: one; none when the episode is on file already.
insert into alert (
  episode, supervisee_id, division, device_id, kind, severity, occurred_at, detected_at, last_evidence_at, ended_at,
  end_reason, late, count, evidence, versions, latencies, due_at,
  suppression_id, state
)
select
  $1, id, division, $3, $4, $5, $6, $7, $8, $9,
  $10, $11, $12, $13::jsonb, $14::jsonb, $15::jsonb, $16,
  held.by_id, case when held.by_id is null then 'open' else 'suppressed' end
from supervisee
cross join lateral (select suppression_of(division, id, $3, $4, $7::timestamptz) as by_id) held
where id = $2
on conflict (episode) do nothing
returning
  id::text,
  division
