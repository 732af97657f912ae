-- find_points_scheme: the scheme of a code and a division. $1 code text  $2 division text
select id::text
from points_scheme
where code = $1
  and division = $2
