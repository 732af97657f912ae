-- find_points_trial_people: who is under supervision at the end of a month, by id. $1 division text  $2 month date
-- $3 after supervisee_id bigint  $4 limit integer
select
  s.id::text,
  s.name,
  s.term_from::text,
  (select c.class from points_class c where c.supervisee_id = s.id order by c.id desc limit 1) as class
from supervisee s
where s.division like $1 || '%'
  and s.id > $3
  and s.term_from < $2::date + interval '1 month'
  and s.term_to >= $2
order by s.id
limit $4
