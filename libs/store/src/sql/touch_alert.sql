-- touch_alert: something was added to it. $1 id bigint
update alert
set version = version + 1
where id = $1
