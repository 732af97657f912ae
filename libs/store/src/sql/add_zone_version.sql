-- add_zone_version: $1 zone_id bigint  $2 version int  $3 name text  $4 kind text  $5 geometry jsonb as text
-- $6 circle jsonb as text  $7 buffer_m float8  $8 schedule jsonb as text  $9 supervisees bigint[]
-- $10 for_division text  $11 valid_from timestamptz  $12 made_by bigint
insert into zone_version (zone_id, version, name, kind, geometry, circle, buffer_m, schedule, supervisees, for_division,
  valid_from, made_by)
values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8::jsonb, $9, $10, $11, $12)
