-- contradict_alert: later records show that it was not so. $1 id bigint  $2 at timestamptz
update alert
set
  ended_at = coalesce(ended_at, $2),
  end_reason = 'contradicted',
  version = version + 1
where id = $1
returning division
