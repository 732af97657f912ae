-- read_identifier_use: what numbers things and is used up most, in percent.
-- rows: one, or none on an empty database.
select
  name,
  used
from identifier_use()
where used is not null
order by used desc
limit 1
