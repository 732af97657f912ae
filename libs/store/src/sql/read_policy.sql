-- read_policy: what is in force for a division at a time; the closest division, then the newest version, wins.
-- $1 kind text  $2 division text  $3 at timestamptz
select
  version,
  parameters
from policy
where kind = $1
  and $2 like division || '%'
  and valid_from <= $3
order by length(division) desc, version desc
limit 1
