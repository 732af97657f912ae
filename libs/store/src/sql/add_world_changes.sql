-- add_world_changes: what rules look at was changed.
-- $1 supervisee_id bigint[]  $2 division text[]  $3 what text[]  $4 at timestamptz
insert into world_change (supervisee_id, division, what, at)
select supervisee_id, division, what, $4
from unnest($1::bigint[], $2::text[], $3::text[]) as change (supervisee_id, division, what)
