-- read_division_range: the first and the last code there is; null and null when there is none.
select
  min(code) as first,
  max(code) as last
from division
