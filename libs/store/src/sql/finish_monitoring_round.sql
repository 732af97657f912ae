-- finish_monitoring_round: everything has been measured. $1 took_ms float8
update monitoring_round
set
  finished_at = clock_timestamp(),
  took_ms = $1
