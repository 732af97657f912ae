-- withdraw_listed_place: a further version. Lock the place first.
-- $1 place_id bigint  $2 note text  $3 made_by bigint  $4 made_role text  $5 made_at timestamptz
insert into listed_place_version (place_id, version, state, name, geometry, circle, reason, note, made_by, made_role, made_at)
select
  place_id,
  version + 1,
  'withdrawn',
  name,
  geometry,
  circle,
  reason,
  $2,
  $3,
  $4,
  $5
from listed_place_version
where place_id = $1
order by version desc
limit 1
