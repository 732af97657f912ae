-- find_backtest_people: who wore a wristband in a time, of a division and, where they are named, of those, and where a zone is
-- named, of those for whom it was in force.
-- $1 division text  $2 supervisee_id bigint[] or null for all  $3 from timestamptz  $4 to timestamptz
-- $5 zone_id bigint or null  $6 limit int
select
  s.id::text as id
from supervisee s
where s.division like $1 || '%'
  and ($2::bigint[] is null or s.id = any($2))
  and ($5::bigint is null or exists (
    select
    from zone_version v
    where v.zone_id = $5
      and v.valid_from < $4
      and (v.valid_to is null or v.valid_to > $3)
      and (s.id = any(v.supervisees) or s.division like v.for_division || '%')
  ))
  and exists (
    select
    from device_binding b
    where b.supervisee_id = s.id
      and b.during && tstzrange($3::timestamptz, $4::timestamptz)
  )
order by s.id
limit $6
