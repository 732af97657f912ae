-- claim_alert: an officer takes it on; whoever takes it on has heard it. $1 id bigint  $2 account_id bigint  $3 at timestamptz
update alert
set
  state = 'claimed',
  owner = $2,
  claimed_at = $3,
  acked_by = coalesce(acked_by, $2),
  acked_at = coalesce(acked_at, $3),
  version = version + 1
where id = $1
