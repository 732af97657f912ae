-- lock_alert: what an act starts from; held to the end of the transaction. $1 id bigint  $2 jurisdiction text
select
  a.id,
  a.division,
  a.supervisee_id,
  a.severity,
  a.state,
  a.owner,
  o.display_name as owner_name,
  a.claimed_at,
  a.acked_at,
  a.resolution,
  a.resolved_at,
  r.display_name as resolver_name
from alert a
left join account o on o.id = a.owner
left join account r on r.id = a.resolved_by
where a.id = $1
  and a.division like $2 || '%'
for update of a
