-- read_zone_in_force: the version in force of a zone that is locked. $1 id bigint  $2 jurisdiction text
-- rows: none when the jurisdiction may not see it; the division says who may redraw it.
select
  z.division,
  v.version,
  v.supervisees::text[],
  v.for_division
from zone z
join zone_version v on v.zone_id = z.id and v.valid_to is null
where z.id = $1
  and (z.division like $2 || '%' or $2 like v.for_division || '%')
