-- follow_leave: a further version, in another state. Lock the leave first.
-- $1 leave_id bigint  $2 state text  $3 note text  $4 made_by bigint  $5 made_role text  $6 made_at timestamptz
insert into leave_version (leave_id, version, state, place_name, division, geometry, circle, reason, valid_from, valid_to,
  approved_by, note, made_by, made_role, made_at)
select
  leave_id,
  version + 1,
  $2,
  place_name,
  division,
  geometry,
  circle,
  reason,
  valid_from,
  valid_to,
  approved_by,
  $3,
  $4,
  $5,
  $6
from leave_version
where leave_id = $1
order by version desc
limit 1
