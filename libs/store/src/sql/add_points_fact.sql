-- add_points_fact: $1 supervisee_id bigint  $2 kind text  $3 at timestamptz  $4 until timestamptz
-- $5 hours in hundredths bigint or null  $6 outcome text or null  $7 evidence text  $8 recorded_by bigint
-- $9 recorded_at timestamptz
insert into points_fact (supervisee_id, kind, at, until, hours, outcome, evidence, recorded_by, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
returning id::text
