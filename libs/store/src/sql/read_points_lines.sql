-- read_points_lines: closed months of somebody, oldest first. $1 supervisee_id bigint
select
  to_char(month, 'YYYY-MM') as month,
  opening::text,
  closing::text,
  band
from points_close_line
where supervisee_id = $1
order by points_close_line.month
