-- read_incident: $1 id bigint  $2 jurisdiction text. Whoever works for a part of the county sees the members there.
select
  i.id,
  i.division,
  i.kind,
  i.began_at,
  i.last_at,
  array(
    select a.id::text
    from alert a
    where a.incident_id = i.id
      and a.division like $2 || '%'
    order by a.id
  ) as members
from incident i
where i.id = $1
  and exists (select from alert a where a.incident_id = i.id and a.division like $2 || '%')
