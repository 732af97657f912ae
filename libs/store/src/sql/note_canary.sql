-- note_canary: an alert that was raised since answers the break; a new break is kept unless one waits already.
-- $1 broken_at timestamptz or null
update canary c
set broken_at = case
  when exists (
    select from alert a
    where a.supervisee_id = c.supervisee_id
      and a.kind = 'zone.exit'
      and a.detected_at >= c.broken_at
  ) then $1
  else coalesce(c.broken_at, $1)
end
where c.broken_at is not null
  or $1::timestamptz is not null
