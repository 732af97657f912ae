-- read_contacts_on_file: what is on file of some kinds about supervisees, with its evidence, that goes on or ended after a
-- time and that late records did not refute. $1 kind text[]  $2 supervisee_id bigint[]  $3 from timestamptz[]
select
  a.supervisee_id::text,
  a.kind,
  a.device_id,
  a.occurred_at,
  a.last_evidence_at,
  a.ended_at,
  a.end_reason,
  a.count,
  a.evidence,
  a.versions
from unnest($2::bigint[], $3::timestamptz[]) as asked (id, since)
join alert a on a.supervisee_id = asked.id
where a.kind = any($1::text[])
  and (a.ended_at is null or a.ended_at >= asked.since)
  and a.end_reason is distinct from 'contradicted'
order by a.supervisee_id, a.occurred_at
