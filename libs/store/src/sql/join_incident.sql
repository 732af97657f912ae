-- join_incident: alerts become members of it. $1 id bigint  $2 alert ids bigint[]  $3 at timestamptz
-- rows: those that did.
with touched as (
  update incident
  set last_at = $3
  where id = $1
)
update alert
set incident_id = $1, version = version + 1
where id = any($2::bigint[])
  and incident_id is null
returning id::text, division
