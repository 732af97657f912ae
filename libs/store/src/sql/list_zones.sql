-- list_zones: zones as they are now: those of the jurisdiction, and those drawn above it that hold for it.
-- $1 jurisdiction text  $2 at timestamptz  $3 for one supervisee bigint, or null  $4 after id bigint  $5 limit int
-- rows: supervisees only of the jurisdiction.
select
  z.id,
  v.version,
  v.name,
  v.kind,
  v.geometry,
  v.circle,
  v.buffer_m,
  v.schedule,
  array(
    select s.id::text
    from supervisee s
    where s.id = any(v.supervisees)
      and s.division like $1 || '%'
    order by s.id
  ) as supervisees,
  v.for_division,
  v.valid_from
from zone z
join zone_version v on v.zone_id = z.id and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2)
where (z.division like $1 || '%' or $1 like v.for_division || '%')
  and ($3::bigint is null or $3 = any(v.supervisees) or exists (
    select
    from supervisee s
    where s.id = $3
      and s.division like v.for_division || '%'
  ))
  and z.id > $4
order by z.id
limit $5
