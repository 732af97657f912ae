-- read_canary: how long a break has waited for its alert. $1 now timestamptz
-- rows: one; none when there is no canary. Null seconds: none waits.
select
  extract(epoch from $1::timestamptz - broken_at)::double precision as seconds,
  held_until > clock_timestamp() as held
from canary
