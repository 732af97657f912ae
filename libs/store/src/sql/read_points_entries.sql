-- read_points_entries: entries as screens show them, newest first. $1 jurisdiction text  $2 supervisee_id bigint or null
-- $3 entry_id bigint or null  $4 state text or null  $5 before id bigint or null  $6 limit int
select
  e.id::text,
  e.supervisee_id::text,
  s.name as supervisee_name,
  s.division,
  e.scheme_id::text,
  e.version,
  e.item,
  e.part,
  e.adds,
  e.asked::text,
  e.occurred_at,
  e.reason,
  e.fact_id::text,
  e.proposed_by::text,
  p.display_name as proposed_by_name,
  e.proposed_at,
  done.state,
  coalesce(booked.amount, 0)::text as counted,
  coalesce(lately.capped, 0)::text as capped,
  lately.cap,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', a.id::text, 'kind', a.kind) order by a.occurred_at, a.id)
    from points_entry_alert l
    join alert a on a.id = l.alert_id
    where l.entry_id = e.id
  ), '[]') as alerts,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'act', t.act, 'by', t.actor::text, 'name', b.display_name, 'at', t.at, 'reason', t.reason,
      'evidence', to_jsonb(t.evidence), 'due', t.due_at
    ) order by t.id)
    from points_act t
    left join account b on b.id = t.actor
    where t.entry_id = e.id
  ), '[]') as acts
from points_entry e
join supervisee s on s.id = e.supervisee_id
left join account p on p.id = e.proposer
cross join lateral (
  select coalesce(
    (array_agg(t.act order by t.id desc) filter (where t.act in ('confirmed', 'withdrawn', 'overturned')))[1], 'proposed'
  ) as state
  from points_act t
  where t.entry_id = e.id
) done
left join lateral (
  select sum(m.amount) as amount
  from points_movement m
  where m.entry_id = e.id
) booked on true
left join lateral (
  select m.capped, m.cap
  from points_movement m
  where m.entry_id = e.id
  order by m.id desc
  limit 1
) lately on true
where s.division like $1 || '%'
  and ($2::bigint is null or e.supervisee_id = $2)
  and ($3::bigint is null or e.id = $3)
  and ($4::text is null or done.state = $4)
  and ($5::bigint is null or e.id < $5)
order by e.id desc
limit $6
