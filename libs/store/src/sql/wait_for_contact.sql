-- wait_for_contact: somebody has tried to reach the supervisee; whoever tries has taken the alert on.
-- $1 id bigint  $2 account_id bigint  $3 at timestamptz
update alert
set
  state = 'waiting',
  owner = coalesce(owner, $2),
  claimed_at = coalesce(claimed_at, $3),
  acked_by = coalesce(acked_by, $2),
  acked_at = coalesce(acked_at, $3),
  version = version + 1
where id = $1
