-- add_leave_version: the first one, as it was approved. $1 leave_id bigint  $2 place_name text  $3 division text
-- $4 geometry jsonb as text  $5 circle jsonb as text  $6 reason text  $7 valid_from timestamptz  $8 valid_to timestamptz
-- $9 approved_by text  $10 made_by bigint  $11 made_role text  $12 made_at timestamptz
insert into leave_version (leave_id, version, state, place_name, division, geometry, circle, reason, valid_from, valid_to,
  approved_by, made_by, made_role, made_at)
values ($1, 1, 'approved', $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8, $9, $10, $11, $12)
