-- read_division_area: $1 code text
select
  code,
  name_zh,
  geometry
from division
where code = $1
  and geometry is not null
