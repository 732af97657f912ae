-- read_suppressions: newest first, with how many alerts each has held back. Whoever works for a part of what one holds for
-- sees it, too. $1 jurisdiction text  $2 supervisee_id bigint or null  $3 in force or proposed at timestamptz, or null for all
-- $4 id bigint or null  $5 before id bigint or null  $6 limit int
select
  p.id,
  p.division,
  p.supervisee_id,
  s.name as supervisee_name,
  p.device_id,
  p.kind,
  p.reason,
  p.valid_to,
  p.state,
  p.proposed_by,
  b.display_name as proposed_by_name,
  p.proposed_at,
  p.approved_by,
  a.display_name as approved_by_name,
  p.approved_at,
  p.ended_at,
  p.end_reason,
  (select count(*)::integer from alert l where l.suppression_id = p.id) as held
from suppression p
join account b on b.id = p.proposed_by
left join account a on a.id = p.approved_by
left join supervisee s on s.id = p.supervisee_id
where (p.division like $1 || '%' or (p.supervisee_id is null and p.device_id is null and $1 like p.division || '%'))
  and ($2::bigint is null or p.supervisee_id = $2)
  and ($3::timestamptz is null or (p.state <> 'ended' and p.valid_to > $3))
  and ($4::bigint is null or p.id = $4)
  and ($5::bigint is null or p.id < $5)
order by p.id desc
limit $6
