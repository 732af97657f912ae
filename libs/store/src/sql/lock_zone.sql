-- lock_zone: held to the end of the transaction. $1 id bigint  $2 jurisdiction text
-- rows: those the jurisdiction may see; the division says whether it may redraw it.
select
  z.id,
  z.division,
  v.version,
  v.supervisees::text[],
  v.for_division
from zone z
join zone_version v on v.zone_id = z.id and v.valid_to is null
where z.id = $1
  and (z.division like $2 || '%' or $2 like v.for_division || '%')
for update
