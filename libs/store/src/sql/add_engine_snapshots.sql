-- add_engine_snapshots: what the engine remembers of supervisees.
-- $1 supervisee_id bigint[]  $2 watermark timestamptz[]  $3 arrival bigint[]  $4 rules text  $5 state jsonb[] as text[]
-- $6 taken_at timestamptz  $7 wakes_at timestamptz[], null for never
insert into engine_snapshot (supervisee_id, watermark, arrival, rules, state, taken_at, wakes_at)
select supervisee_id, watermark, arrival, $4, state::jsonb, $6, wakes_at
from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $5::text[], $7::timestamptz[])
  as given (supervisee_id, watermark, arrival, state, wakes_at)
on conflict (supervisee_id, watermark) do update set
  arrival = excluded.arrival,
  rules = excluded.rules,
  state = excluded.state,
  taken_at = excluded.taken_at,
  wakes_at = excluded.wakes_at
