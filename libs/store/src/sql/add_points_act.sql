-- add_points_act: what was done with an entry. $1 entry_id bigint  $2 act text  $3 by_account bigint, 0 the platform
-- $4 reason text  $5 evidence text[]  $6 due_at timestamptz or null  $7 at timestamptz
insert into points_act (entry_id, act, by_account, proposed_by, reason, evidence, due_at, at)
select id, $2, $3, proposed_by, $4, $5, $6, $7
from points_entry
where id = $1
