-- find_points_closes_due: closes with which the platform has to go on: not computed, or final and not sent.
-- rows: oldest first; `next` is the step.
select
  c.id::text,
  c.division,
  to_char(c.month, 'YYYY-MM') as month,
  c.scheme_id::text,
  c.version,
  case when computed.step is null then 'computed' else 'sent' end as next
from points_close c
left join points_close_step computed on computed.close_id = c.id and computed.step = 'computed'
left join points_close_step final on final.close_id = c.id and final.step = 'final'
left join points_close_step sent on sent.close_id = c.id and sent.step = 'sent'
where computed.step is null
  or (final.step is not null and sent.step is null)
order by c.id
