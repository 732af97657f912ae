-- read_listed_places: every version of the places that are listed for people of a jurisdiction, also by those above it; the
-- newest place first, its versions in their order. $1 jurisdiction text
select
  p.id::text,
  p.division,
  v.version,
  v.state,
  v.name,
  v.geometry,
  v.circle,
  v.reason,
  v.note,
  v.made_by::text,
  v.made_role,
  v.made_at
from listed_place p
join listed_place_version v on v.place_id = p.id
where p.division like $1 || '%'
  or $1 like p.division || '%'
order by p.id desc, v.version
