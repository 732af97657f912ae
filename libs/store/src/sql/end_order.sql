-- end_order: $1 id bigint  $2 ended_by bigint  $3 ended_at timestamptz  $4 end_reason text
update device_order
set
  state = 'ended',
  ended_by = $2,
  ended_at = $3,
  end_reason = $4
where id = $1
