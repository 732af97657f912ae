-- lock_alert_falling_due: an alert that is to go up, if it still is where it was when that was planned.
-- $1 id bigint  $2 level int  $3 now timestamptz
-- rows: none or one.
select
  id::text as id,
  division,
  severity,
  escalation as level
from alert
where id = $1
  and state = 'open'
  and escalation = $2
  and due_at <= $3
for update
