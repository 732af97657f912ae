-- ack_alert: it was heard. $1 id bigint  $2 account_id bigint  $3 at timestamptz
update alert
set
  acked_by = $2,
  acked_at = $3,
  version = version + 1
where id = $1
