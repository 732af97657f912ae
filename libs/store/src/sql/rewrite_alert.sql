-- rewrite_alert: what an alert says of its episode. What officers did with it stays as it is.
-- $1 id bigint  $2 episode text  $3 occurred_at timestamptz  $4 last_evidence_at timestamptz  $5 ended_at timestamptz
-- $6 end_reason text  $7 count int  $8 evidence jsonb as text  $9 late boolean: once late, always late
update alert
set
  episode = $2,
  occurred_at = $3,
  last_evidence_at = $4,
  ended_at = $5,
  end_reason = $6,
  count = $7,
  evidence = $8::jsonb,
  late = late or $9,
  version = version + 1
where id = $1
returning division
