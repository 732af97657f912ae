-- read_contact_attempts: of supervisees since a time, about whatever alert. $1 supervisee_id bigint[]  $2 since timestamptz[]
select
  c.supervisee_id::text,
  c.at,
  c.result
from unnest($1::bigint[], $2::timestamptz[]) as l (supervisee_id, since)
join contact_attempt c on c.supervisee_id = l.supervisee_id and c.at >= l.since
order by c.at, c.id
