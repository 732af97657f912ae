-- read_searches: every version of every search for a supervisee, the newest search first, its versions in their order.
-- $1 supervisee_id bigint
select
  s.id::text,
  s.alert_id::text,
  s.lost_at,
  s.created_at,
  a.evidence -> 'facts' ->> 'ground' as ground,
  v.version,
  v.state,
  v.note,
  v.made_by::text,
  v.made_at
from search_record s
join search_record_version v on v.search_id = s.id
join alert a on a.id = s.alert_id
where s.supervisee_id = $1
order by s.id desc, v.version
