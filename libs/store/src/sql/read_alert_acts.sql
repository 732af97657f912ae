-- read_alert_acts: what was done with an alert, in order. $1 alert_id bigint
select
  t.at,
  t.act,
  t.account_id,
  a.display_name,
  t.code,
  t.note
from alert_act t
left join account a on a.id = t.account_id
where t.alert_id = $1
order by t.id
