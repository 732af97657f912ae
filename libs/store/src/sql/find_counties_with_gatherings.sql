-- find_counties_with_gatherings: where one goes on, and somebody of it. $1 part smallint[], of counties by their codes
select
  left(division, 6) as county,
  min(supervisee_id)::text as somebody
from alert
where kind = 'gathering'
  and ended_at is null
  and left(division, 6)::integer % 64 = any($1::smallint[])
group by 1
