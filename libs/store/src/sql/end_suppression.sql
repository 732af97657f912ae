-- end_suppression: before its time, or a proposal that is taken back. $1 id bigint  $2 ended_by bigint
-- $3 ended_at timestamptz  $4 reason text
update suppression
set state = 'ended', ended_by = $2, ended_at = $3, end_reason = $4
where id = $1
