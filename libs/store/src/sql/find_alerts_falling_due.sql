-- find_alerts_falling_due: alerts that nobody has claimed and that go up before a time, the most overdue first.
-- $1 before timestamptz  $2 limit int
-- rows: id, level, due_at.
select
  id::text as id,
  escalation as level,
  due_at
from alert
where state = 'open'
  and division <> '000000' -- the canary's are nobody's
  and due_at < $1
order by due_at
limit $2
