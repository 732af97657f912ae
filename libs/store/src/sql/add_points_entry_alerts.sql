-- add_points_entry_alerts: the alerts of an outing; refused when one of them has an entry already.
-- $1 entry_id bigint  $2 alert_id bigint[]
insert into points_entry_alert (alert_id, entry_id)
select unnest($2::bigint[]), $1
