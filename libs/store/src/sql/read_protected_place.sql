-- read_protected_place: who is protected, and where. $1 contact_id bigint  $2 jurisdiction text
select
  c.supervisee_id::text,
  s.division,
  v.person_name,
  v.place_name,
  v.geometry,
  v.circle,
  v.buffer_m
from forbidden_contact c
join supervisee s on s.id = c.supervisee_id
join forbidden_contact_version v on v.contact_id = c.id and v.version = 1
where c.id = $1
  and c.kind = 'protected_person'
  and s.division like $2 || '%'
