-- read_alert_evidence: what an alert was judged from and by. $1 id bigint
select
  evidence,
  versions,
  latencies
from alert
where id = $1
