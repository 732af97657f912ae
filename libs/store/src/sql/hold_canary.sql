-- hold_canary: one worker at a time is the canary. What was broken while nobody was is nobody's fault.
-- $1 holder text  $2 for how long int in ms
-- rows: one; none when it is another worker.
update canary
set
  broken_at = case when held_until < now() then null else broken_at end,
  holder = $1,
  held_until = now() + $2 * interval '1 ms'
where holder = $1
  or held_until < now()
returning supervisee_id::text
