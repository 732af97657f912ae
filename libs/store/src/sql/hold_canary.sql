-- hold_canary: one worker at a time is the canary. What was broken while nobody was is nobody's fault.
-- $1 holder text  $2 for how long int in ms
-- rows: one; none when it is another worker.
update canary
set
  broken_at = case when held_until < clock_timestamp() then null else broken_at end,
  holder = $1,
  held_until = clock_timestamp() + $2 * interval '1 ms'
where holder = $1
  or held_until < clock_timestamp()
returning supervisee_id::text
