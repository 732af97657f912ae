-- division_exists: $1 code text
-- rows: one, or none.
select
  code
from division
where code = $1
