-- read_holds: of a supervisee, newest first. $1 supervisee_id bigint
select
  h.id,
  h.supervisee_id,
  h.ground,
  h.reason,
  h.placed_by,
  h.placed_role,
  h.placed_at,
  h.released_by,
  h.released_at,
  h.release_reason
from legal_hold h
where h.supervisee_id = $1
order by h.id desc
