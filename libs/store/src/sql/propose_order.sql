-- propose_order: $1 supervisee_id bigint  $2 ground text  $3 evidence text  $4 valid_from timestamptz
-- $5 valid_to timestamptz  $6 proposed_by bigint  $7 proposed_at timestamptz
insert into device_order (supervisee_id, ground, evidence, valid_from, valid_to, state, proposed_by, proposed_at)
values ($1, $2, $3, $4, $5, 'proposed', $6, $7)
returning id
