-- read_alert_revisions: how late records changed an alert, in order. $1 alert_id bigint
select
  at,
  reason,
  before,
  after
from alert_revision
where alert_id = $1
order by id
