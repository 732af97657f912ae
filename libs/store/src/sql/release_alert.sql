-- release_alert: nothing holds it back any more, and it goes on. $1 id bigint  $2 due_at timestamptz
update alert
set state = 'open', due_at = $2, version = version + 1
where id = $1
