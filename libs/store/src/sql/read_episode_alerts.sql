-- read_episode_alerts: alerts that episodes are compared with: by their names, or all of a supervisee that reach beyond a
-- time. Locked against officers who act on them meanwhile.
-- $1 kind text[]  $2 episode text[]  $3 supervisee_id bigint[]  $4 from timestamptz[]
select
  a.id::text,
  a.supervisee_id::text,
  a.episode,
  a.kind,
  a.occurred_at,
  a.last_evidence_at,
  a.ended_at,
  a.end_reason,
  a.count,
  a.evidence -> 'facts' as facts
from alert a
where a.id in (
  select id
  from alert
  where episode = any($2::text[])
  union all
  select b.id
  from unnest($3::bigint[], $4::timestamptz[]) as l (supervisee_id, since)
  join alert b on b.supervisee_id = l.supervisee_id
  where b.kind = any($1::text[])
    and (b.ended_at is null or b.occurred_at > l.since or b.last_evidence_at > l.since or b.ended_at > l.since)
)
order by a.id
for update of a
