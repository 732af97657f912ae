-- add_engine_snapshots: what the engine remembers of supervisees.
-- $1 supervisee_id bigint[]  $2 watermark timestamptz[]  $3 arrival bigint[]  $4 rules text  $5 state jsonb[] as text[]
-- $6 taken_at timestamptz
insert into engine_snapshot (supervisee_id, watermark, arrival, rules, state, taken_at)
select supervisee_id, watermark, arrival, $4, state::jsonb, $6
from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $5::text[])
  as given (supervisee_id, watermark, arrival, state)
on conflict (supervisee_id, watermark) do update set
  arrival = excluded.arrival,
  rules = excluded.rules,
  state = excluded.state,
  taken_at = excluded.taken_at
