-- recompute_monitored_day: a day from the records themselves, beside what is on file for its hours.
-- $1 supervisee_id bigint  $2 day date, one of China's
-- rows: one; hours on file, and how many of them come out otherwise now; what the day comes to by the records.
with filed as (
  select h.*
  from device_hour h
  where supervisee_id = $1
    and hour >= $2::date::timestamp at time zone 'Asia/Shanghai'
    and hour < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai'
),
asked as (
  select array_agg(device_id) as devices, array_agg(hour) as hours
  from (select distinct device_id, hour from filed) f
),
judged as (
  select j.*
  from asked
  cross join lateral judge_hours(asked.devices, asked.hours) j
  where j.supervisee_id = $1
)
select
  count(f.hour)::integer as hours,
  (count(*) filter (where (to_jsonb(f) - 'judged_at') is distinct from (to_jsonb(j) - 'judged_at')))::integer as different,
  coalesce(sum(j.monitored_ms), 0)::double precision as monitored_ms,
  coalesce(sum(j.silent_ms), 0)::double precision as silent_ms,
  coalesce(sum(j.no_position_ms), 0)::double precision as no_position_ms,
  coalesce(sum(j.no_basis_ms), 0)::double precision as no_basis_ms
from filed f
left join judged j using (binding_id, hour)
