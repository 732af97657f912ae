-- read_monitoring_round: rows: none before the first; when the last one was finished, and how many seconds ago.
select
  finished_at,
  extract(epoch from clock_timestamp() - finished_at)::double precision as age_s
from monitoring_round
