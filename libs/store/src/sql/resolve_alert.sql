-- resolve_alert: $1 id bigint  $2 account_id bigint  $3 at timestamptz  $4 code text  $5 note text
update alert
set
  state = 'resolved',
  resolution = $4,
  resolution_note = $5,
  resolved_by = $2,
  resolved_at = $3,
  version = version + 1
where id = $1
