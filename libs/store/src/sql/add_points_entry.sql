-- add_points_entry: none when the fact has proposed this item before. $1 supervisee_id bigint  $2 division text
-- $3 scheme_id bigint  $4 version int  $5 item text  $6 part text  $7 adds boolean  $8 asked hundredths bigint
-- $9 occurred_at timestamptz  $10 reason text  $11 fact_id bigint or null  $12 proposed_by bigint, 0 the platform
-- $13 proposed_at timestamptz
insert into points_entry (
  supervisee_id, division, scheme_id, version, item, part, adds, asked, occurred_at, reason, fact_id, proposed_by,
  proposed_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (fact_id, item) do nothing
returning id::text
