-- add_alert_act: $1 alert_id bigint  $2 at timestamptz  $3 account_id bigint or null  $4 act text  $5 code text  $6 note text
insert into alert_act (alert_id, at, account_id, act, code, note)
values ($1, $2, $3, $4, $5, $6)
