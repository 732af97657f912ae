-- read_identifier_use: what numbers things is used up most, in percent. How a wristband counts its starts is its own
-- affair (some take the seconds since 1970): what it has used of that says nothing of our room.
-- rows: one, or none on an empty database.
select
  name,
  used
from identifier_use()
where used is not null
  and split_part(name, '.', 2) not in ('boot', 'life')
order by used desc
limit 1
