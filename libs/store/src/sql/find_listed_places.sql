-- find_listed_places: where people of a county may come together, and from when to when. $1 county text
select
  coalesce(v.geometry, v.circle) as shape,
  v.made_at as valid_from,
  over.made_at as valid_to
from listed_place p
join listed_place_version v on v.place_id = p.id and v.version = 1
left join listed_place_version over on over.place_id = p.id and over.state = 'withdrawn'
where p.division like $1 || '%'
  or $1 like p.division || '%'
order by p.id
