-- propose_suppression: in force at once where no second person is needed. $1 division text  $2 supervisee_id bigint or null
-- $3 device_id text or null  $4 kind text or null  $5 reason text  $6 valid_to timestamptz  $7 proposed_by bigint
-- $8 at timestamptz  $9 second person needed boolean
insert into suppression (division, supervisee_id, device_id, kind, reason, valid_to, proposed_by, proposed_at, state,
  approved_at)
values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, case when $9::boolean then 'proposed' else 'approved' end,
  case when $9::boolean then null else $8::timestamptz end)
returning id
