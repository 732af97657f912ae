-- read_points_close_lines: what a closed month came to, person by person. $1 close_id bigint
-- $2 public boolean: without minors and whoever is sealed
select
  l.supervisee_id::text,
  s.name,
  l.opening::text,
  l.base::text,
  l.additions::text,
  l.deductions::text,
  l.closing::text,
  l.band,
  l.grade,
  l.secret,
  l.class_proposal ->> 'proposed' as proposed_class
from points_close_line l
join supervisee s on s.id = l.supervisee_id
where l.close_id = $1
  and not ($2 and l.secret)
order by l.closing desc nulls last, l.supervisee_id
