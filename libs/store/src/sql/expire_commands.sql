-- expire_commands: nothing was heard in time. $1 now timestamptz  $2 limit int
with overdue as (
  select id
  from device_command
  where state in ('queued', 'sent')
    and expires_at <= $1
  order by id
  limit $2
  for update skip locked
)
update device_command c
set
  state = 'expired',
  ended_at = c.expires_at
from overdue
where c.id = overdue.id
returning c.id::text, c.division
