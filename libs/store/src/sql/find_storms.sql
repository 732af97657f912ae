-- find_storms: alerts that nobody has taken on and that belong together: of one kind in one county, so many within a minute,
-- or within reach of an incident that there is. $1 now timestamptz  $2 kind text[]  $3 per minute int  $4 join minutes int
-- rows: one a county and kind, with the incident they join, or null.
select
  left(a.division, 6) as county,
  a.kind,
  i.id as incident_id,
  min(a.detected_at) as began_at,
  array_agg(a.id::text order by a.id) as alerts
from alert a
left join lateral (
  select id
  from incident
  where division = left(a.division, 6)
    and kind = a.kind
    and last_at > $1::timestamptz - $4 * interval '1 minute'
  order by id desc
  limit 1
) i on true
where a.state = 'open'
  and a.incident_id is null
  and a.owner is null
  and a.detected_at > $1::timestamptz - interval '1 minute'
  and a.kind = any($2::text[])
  and a.division <> '000000'
group by left(a.division, 6), a.kind, i.id
having i.id is not null
  or count(*) >= $3
