-- place_hold: nothing of a person is deleted from now on.
-- $1 supervisee_id bigint  $2 ground text  $3 reason text  $4 placed_by bigint  $5 placed_role text  $6 at timestamptz
insert into legal_hold (supervisee_id, ground, reason, placed_by, placed_role, placed_at)
values ($1, $2, $3, $4, $5, $6)
returning id
