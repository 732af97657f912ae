-- take_commands: commands to be sent now. Nobody else is given them before their time to send is over.
-- $1 now timestamptz  $2 taken_until timestamptz  $3 limit int
with due as (
  select id
  from device_command
  where state = 'queued'
    and expires_at > $1
    and (taken_until is null or taken_until <= $1)
  order by id
  limit $3
  for update skip locked
)
update device_command c
set taken_until = $2
from due
where c.id = due.id
returning c.id::text, c.device_id, c.cmd, c.parameters, c.expires_at
