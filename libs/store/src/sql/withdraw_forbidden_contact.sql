-- withdraw_forbidden_contact: a further version. Lock the contact first.
-- $1 contact_id bigint  $2 note text  $3 made_by bigint  $4 made_role text  $5 made_at timestamptz
insert into forbidden_contact_version (contact_id, version, state, designation, person_name, place_name, geometry, circle,
  buffer_m, basis, note, made_by, made_role, made_at)
select
  contact_id,
  version + 1,
  'withdrawn',
  designation,
  person_name,
  place_name,
  geometry,
  circle,
  buffer_m,
  basis,
  $2,
  $3,
  $4,
  $5
from forbidden_contact_version
where contact_id = $1
order by version desc
limit 1
