-- read_holds: of a supervisee, newest first, with the names of who placed and who released. $1 supervisee_id bigint
select
  h.id,
  h.supervisee_id,
  h.ground,
  h.reason,
  h.placed_by,
  p.display_name as placed_by_name,
  h.placed_role,
  h.placed_at,
  h.released_by,
  r.display_name as released_by_name,
  h.released_at,
  h.release_reason
from legal_hold h
join account p on p.id = h.placed_by
left join account r on r.id = h.released_by
where h.supervisee_id = $1
order by h.id desc
