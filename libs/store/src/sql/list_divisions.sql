-- list_divisions: what lies in a jurisdiction, and what it lies in. $1 jurisdiction text
select
  code,
  name_zh,
  name_en,
  geometry,
  source
from division
where code like $1 || '%'
  or $1 like code || '%'
order by code
