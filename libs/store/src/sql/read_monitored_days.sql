-- read_monitored_days: what the days of a supervisee came to. A day is one of China's.
-- $1 supervisee_id bigint  $2 first date  $3 last date
select
  to_char(hour at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day,
  sum(monitored_ms)::double precision as monitored_ms,
  sum(silent_ms)::double precision as silent_ms,
  sum(no_position_ms)::double precision as no_position_ms,
  sum(no_basis_ms)::double precision as no_basis_ms,
  sum(records)::integer as records,
  sum(fixes)::integer as fixes,
  sum(distance_m) as distance_m,
  min(battery_min) as battery_min,
  max(longest_silence_ms)::integer as longest_silence_ms,
  max(hour) + interval '1 hour' as through
from device_hour
where supervisee_id = $1
  and hour >= $2::date::timestamp at time zone 'Asia/Shanghai'
  and hour < ($3::date + 1)::timestamp at time zone 'Asia/Shanghai'
group by 1
order by 1
