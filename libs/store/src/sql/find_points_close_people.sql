-- find_points_close_people: who was under supervision in the month of a close and is in no close of it yet, by id.
-- $1 division text  $2 month date  $3 after supervisee_id bigint  $4 limit integer
select s.id::text
from supervisee s
where s.division like $1 || '%'
  and s.id > $3
  and s.term_from < $2::date + interval '1 month'
  and s.term_to >= $2
  and not exists (select from points_close_line l where l.supervisee_id = s.id and l.month = $2)
order by s.id
limit $4
