-- end_alert: what it is about is over. $1 id bigint  $2 ended_at timestamptz  $3 end_reason text
-- rows: one; none when it had ended.
update alert
set
  ended_at = $2,
  end_reason = $3,
  version = version + 1
where id = $1
  and ended_at is null
returning division
