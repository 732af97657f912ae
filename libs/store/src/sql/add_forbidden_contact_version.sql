-- add_forbidden_contact_version: the first one. $1 contact_id bigint  $2 designation text  $3 person_name text
-- $4 place_name text  $5 geometry jsonb as text  $6 circle jsonb as text  $7 buffer_m float8  $8 basis text
-- $9 made_by bigint  $10 made_role text  $11 made_at timestamptz
insert into forbidden_contact_version (contact_id, version, state, designation, person_name, place_name, geometry, circle,
  buffer_m, basis, made_by, made_role, made_at)
values ($1, 1, 'in_force', $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9, $10, $11)
