-- approve_suppression: $1 id bigint  $2 approved_by bigint  $3 approved_at timestamptz
update suppression
set state = 'approved', approved_by = $2, approved_at = $3
where id = $1
