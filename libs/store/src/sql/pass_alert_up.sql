-- pass_alert_up: the officer gives it away; it waits for the level above, with a new term. $1 id bigint
-- $2 at timestamptz  $3 due_at timestamptz
update alert
set
  state = 'open',
  owner = null,
  claimed_at = null,
  acked_by = null,
  acked_at = null,
  escalation = escalation + 1,
  escalated_at = $2,
  due_at = $3,
  version = version + 1
where id = $1
