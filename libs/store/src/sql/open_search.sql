-- open_search: with the alert that suspects lost contact. $1 supervisee_id bigint  $2 alert_id bigint  $3 lost_at timestamptz
-- $4 at timestamptz
with opened as (
  insert into search_record (supervisee_id, alert_id, lost_at, created_at)
  values ($1, $2, $3, $4)
  returning id
)
insert into search_record_version (search_id, version, state, made_at)
select id, 1, 'opened', $4
from opened
returning search_id::text as id
