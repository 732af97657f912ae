-- read_forbidden_contacts: every version of whom somebody must keep away from, the newest contact first, its versions in
-- their order. Without the name and the place of a protected person. $1 supervisee_id bigint
select
  c.id::text,
  c.kind,
  other.id::text as other_id,
  other.name as other_name,
  v.version,
  v.state,
  v.designation,
  v.buffer_m,
  v.basis,
  v.note,
  v.made_by::text,
  v.made_role,
  v.made_at
from forbidden_contact c
join forbidden_contact_version v on v.contact_id = c.id
left join supervisee other on other.id = case c.supervisee_id when $1 then c.other_id else c.supervisee_id end
  and c.kind = 'co_offender'
where c.supervisee_id = $1
  or c.other_id = $1
order by c.id desc, v.version
