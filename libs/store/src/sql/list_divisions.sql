-- list_divisions: every division of the city in which a jurisdiction lies: an officer sees beyond the own border.
-- $1 jurisdiction text
select
  code,
  name_zh,
  name_en,
  geometry,
  source
from division
where code like left($1, 4) || '%'
  or $1 like code || '%'
order by code
