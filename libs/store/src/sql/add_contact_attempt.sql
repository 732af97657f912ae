-- add_contact_attempt: $1 alert_id bigint  $2 account_id bigint  $3 at timestamptz  $4 way text  $5 result text  $6 note text
insert into contact_attempt (alert_id, supervisee_id, account_id, at, way, result, note)
select id, supervisee_id, $2, $3, $4, $5, $6
from alert
where id = $1
