-- read_world_zones: every version of an area to be in or not to enter that was ever drawn for somebody by name, or for a
-- division, and the places of those who are protected from somebody.
-- $1 supervisee_id bigint[]
-- rows: with a supervisee or with a division.
select
  named.id::text as supervisee_id,
  null as for_division,
  v.zone_id::text,
  v.version,
  v.name,
  v.kind,
  coalesce(v.geometry, v.circle) as shape,
  v.buffer_m,
  v.schedule,
  v.valid_from,
  v.valid_to
from zone_version v
cross join lateral unnest(v.supervisees) as named (id)
where v.supervisees && $1::bigint[]
  and named.id = any($1::bigint[])
  and v.kind in ('inclusion', 'exclusion')
union all
select
  null,
  for_division,
  zone_id::text,
  version,
  name,
  kind,
  coalesce(geometry, circle),
  buffer_m,
  schedule,
  valid_from,
  valid_to
from zone_version
where for_division is not null
  and kind in ('inclusion', 'exclusion')
union all
-- Where a protected person is to be safe: known by its designation, which says neither who nor where.
select
  c.supervisee_id::text,
  null,
  'contact-' || c.id,
  1,
  v.designation,
  'exclusion',
  coalesce(v.geometry, v.circle),
  v.buffer_m,
  null,
  v.made_at,
  over.made_at
from forbidden_contact c
join forbidden_contact_version v on v.contact_id = c.id and v.version = 1
left join forbidden_contact_version over on over.contact_id = c.id and over.state = 'withdrawn'
where c.supervisee_id = any($1::bigint[])
  and c.kind = 'protected_person'
order by zone_id, version
