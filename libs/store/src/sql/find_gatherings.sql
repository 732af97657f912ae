-- find_gatherings: what is on file about people of counties who were together, that goes on or ended after a time and that
-- late records did not refute. $1 county text  $2 from timestamptz
select
  supervisee_id::text,
  kind,
  device_id,
  occurred_at,
  last_evidence_at,
  ended_at,
  end_reason,
  count,
  evidence
from alert
where kind = 'gathering'
  and division like $1 || '%'
  and (ended_at is null or ended_at > $2)
  and end_reason is distinct from 'contradicted'
order by occurred_at, id
