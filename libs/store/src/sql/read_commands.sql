-- read_commands: commands as officers see them. $1 ids bigint[]
select
  c.id::text,
  c.device_id,
  c.supervisee_id::text,
  c.division,
  c.cmd,
  c.parameters,
  c.purpose,
  c.state,
  c.requested_by::text,
  a.display_name as requested_by_name,
  c.requested_at,
  c.expires_at,
  c.sent_at,
  c.ended_at,
  c.answered_at,
  c.detail
from device_command c
join account a on a.id = c.requested_by
where c.id = any($1::bigint[])
order by c.id desc
