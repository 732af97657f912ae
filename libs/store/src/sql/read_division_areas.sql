-- read_division_areas: the borders of all that a code begins. $1 code text
select
  geometry
from division
where code like $1 || '%'
  and geometry is not null
order by code
