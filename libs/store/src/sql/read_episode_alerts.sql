-- read_episode_alerts: alerts of a supervisee that episodes are compared with: by their names, or all that reach beyond
-- a time. Locked against officers who act on them meanwhile.
-- $1 supervisee_id bigint  $2 kind text[]  $3 episode text[]  $4 from timestamptz, null for those named alone
select
  id::text,
  episode,
  kind,
  occurred_at,
  last_evidence_at,
  ended_at,
  end_reason,
  count,
  evidence -> 'facts' as facts
from alert
where supervisee_id = $1
  and kind = any($2::text[])
  and (episode = any($3::text[])
    or ($4::timestamptz is not null
      and (ended_at is null or occurred_at > $4 or last_evidence_at > $4 or ended_at > $4)))
order by id
for update
