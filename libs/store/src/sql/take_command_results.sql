-- take_command_results: what wristbands say became of their commands; of several answers the first stays. One that comes
-- after the command's time is kept and changes no state but to expired.
-- $1 id bigint[]  $2 device_id text[]  $3 result text[]  $4 detail text[]  $5 received_at timestamptz[]
-- rows: those that were answered now; none for an unknown command, another's, or one that was answered before.
with said as (
  select distinct on (id, device_id)
    id, device_id, result, detail, received_at
  from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
    as r (id, device_id, result, detail, received_at)
  order by id, device_id, received_at
),
waiting as (
  select c.id
  from device_command c
  join said on said.id = c.id and said.device_id = c.device_id
  where c.answered_at is null
  order by c.id
  for update of c
)
update device_command c
set
  result = said.result,
  detail = said.detail,
  answered_at = said.received_at,
  state = case
    when c.state not in ('queued', 'sent') then c.state
    when said.received_at > c.expires_at then 'expired'
    else said.result
  end,
  ended_at = coalesce(c.ended_at, least(said.received_at, c.expires_at))
from said
join waiting on waiting.id = said.id
where c.id = said.id
  and c.device_id = said.device_id
  and c.answered_at is null
returning c.id::text, c.division, c.device_id, c.supervisee_id::text, c.parameters, c.result
