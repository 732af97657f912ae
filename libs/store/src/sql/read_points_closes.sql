-- read_points_closes: month closes of a jurisdiction, newest first. $1 jurisdiction text  $2 id bigint or null
-- $3 limit integer
-- rows: `open` objections are those to entries of the month's people that nobody has answered.
select
  c.id::text,
  c.division,
  to_char(c.month, 'YYYY-MM') as month,
  c.scheme_id::text,
  c.version,
  c.begun_by::text,
  a.display_name as begun_by_name,
  c.begun_at,
  (select count(*)::integer from points_close_line l where l.close_id = c.id) as people,
  (
    select count(*)::integer
    from points_close_line l
    join points_entry e on e.supervisee_id = l.supervisee_id
    join points_movement m on m.entry_id = e.id and m.month = l.month
    join points_act o on o.entry_id = e.id and o.act = 'objected'
    where l.close_id = c.id
      and not exists (select from points_act d where d.entry_id = e.id and d.act in ('upheld', 'overturned'))
  ) as objections,
  coalesce((
    select json_agg(
      json_build_object(
        'step', s.step,
        'by', nullif(s.by_account, 0)::text,
        'name', b.display_name,
        'until', s.until,
        'at', s.at
      ) order by s.at, s.step
    )
    from points_close_step s
    left join account b on b.id = s.by_account
    where s.close_id = c.id
  ), '[]') as steps
from points_close c
join account a on a.id = c.begun_by
where c.division like $1 || '%'
  and ($2::bigint is null or c.id = $2)
order by c.month desc, c.id desc
limit $3
