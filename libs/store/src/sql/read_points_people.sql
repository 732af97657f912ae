-- read_points_people: how somebody stands before a month. $1 supervisee_id bigint[]  $2 month date
-- rows: one each, by id; the close is the last one before the month.
select
  s.id::text,
  s.name,
  s.division,
  s.minor,
  s.term_from::text,
  to_char(l.month, 'YYYY-MM') as closed_month,
  l.closing::text,
  (select c.class from points_class c where c.supervisee_id = s.id order by c.id desc limit 1) as class
from supervisee s
left join lateral (
  select month, closing
  from points_close_line
  where supervisee_id = s.id
    and month < $2
  order by month desc
  limit 1
) l on true
where s.id = any($1::bigint[])
order by s.id
