-- find_points_scheme_in_force: what applies to a division in a month. $1 division text  $2 month date
-- rows: one or none; the nearest division first, then what was enacted for the later month, then what was enacted last.
select
  e.scheme_id::text,
  e.version,
  v.document
from points_enactment e
join points_scheme s on s.id = e.scheme_id
join points_scheme_version v on v.scheme_id = e.scheme_id and v.version = e.version
where $1 like s.division || '%'
  and e.from_month <= $2
order by length(s.division) desc, e.from_month desc, e.id desc
limit 1
