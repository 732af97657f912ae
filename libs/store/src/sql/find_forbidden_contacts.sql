-- find_forbidden_contacts: who of some partitions must keep away from whom or what, and from when to when; each of two
-- co-offenders has a row. $1 part smallint[]  $2 in force after timestamptz
select
  c.id::text,
  mine.supervisee_id::text,
  mine.other_id::text,
  other.name as other_name,
  v.designation,
  coalesce(v.geometry, v.circle) as shape,
  v.buffer_m,
  v.made_at as valid_from,
  over.made_at as valid_to
from forbidden_contact c
join forbidden_contact_version v on v.contact_id = c.id and v.version = 1
left join forbidden_contact_version over on over.contact_id = c.id and over.state = 'withdrawn'
cross join lateral (values (c.supervisee_id, c.other_id), (c.other_id, c.supervisee_id)) as mine (supervisee_id, other_id)
left join supervisee other on other.id = mine.other_id
where mine.supervisee_id % 64 = any($1::smallint[])
  and (over.made_at is null or over.made_at > $2)
order by mine.supervisee_id, c.id
