-- put_conditions: how the platform stands now. $1 what text[]  $2 state text[]  $3 since timestamptz[]  $4 value float8[]
-- $5 limit_value float8[]  $6 detail text[]  $7 turning timestamptz[]  $8 at timestamptz
insert into monitoring_condition (what, state, since, value, limit_value, detail, turning, measured_at)
select what, state, since, value, limit_value, detail, turning, $8::timestamptz
from unnest(
  $1::text[], $2::text[], $3::timestamptz[], $4::double precision[], $5::double precision[], $6::text[], $7::timestamptz[]
) as c (what, state, since, value, limit_value, detail, turning)
on conflict (what) do update set
  state = excluded.state,
  since = excluded.since,
  value = excluded.value,
  limit_value = excluded.limit_value,
  detail = excluded.detail,
  turning = excluded.turning,
  measured_at = excluded.measured_at
