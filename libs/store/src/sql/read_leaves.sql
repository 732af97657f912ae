-- read_leaves: every version of every leave of a supervisee, the newest leave first, its versions in their order.
-- $1 supervisee_id bigint
select
  v.leave_id::text,
  v.version,
  v.state,
  v.place_name,
  v.division,
  v.geometry,
  v.circle,
  v.reason,
  v.valid_from,
  v.valid_to,
  v.approved_by,
  v.note,
  v.made_by::text,
  v.made_role,
  v.made_at
from leave l
join leave_version v on v.leave_id = l.id
where l.supervisee_id = $1
order by l.id desc, v.version
