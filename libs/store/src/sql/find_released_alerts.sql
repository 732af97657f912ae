-- find_released_alerts: alerts that go on and that nothing holds back any more; locked to the end of the transaction.
-- $1 now timestamptz  $2 limit int
select
  id::text,
  kind,
  division
from alert
where state = 'suppressed'
  and ended_at is null
  and suppression_of(division, supervisee_id, device_id, kind, $1::timestamptz) is null
order by id
limit $2
for update skip locked
