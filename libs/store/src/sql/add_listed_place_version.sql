-- add_listed_place_version: the first one. $1 place_id bigint  $2 name text  $3 geometry jsonb as text  $4 circle jsonb as text
-- $5 reason text  $6 made_by bigint  $7 made_role text  $8 made_at timestamptz
insert into listed_place_version (place_id, version, state, name, geometry, circle, reason, made_by, made_role, made_at)
values ($1, 1, 'in_force', $2, $3::jsonb, $4::jsonb, $5, $6, $7, $8)
