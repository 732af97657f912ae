-- read_world_zones: every version of an inclusion area that was ever drawn for somebody, by name or by division.
-- $1 supervisee_id bigint[]
select
  s.id::text as supervisee_id,
  v.zone_id::text,
  v.version,
  v.name,
  v.kind,
  coalesce(v.geometry, v.circle) as shape,
  v.buffer_m,
  v.valid_from,
  v.valid_to
from supervisee s
join zone_version v on s.id = any(v.supervisees) or s.division like v.for_division || '%'
where s.id = any($1::bigint[])
  and v.kind = 'inclusion'
order by v.zone_id, v.version
