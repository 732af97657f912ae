-- add_points_close_step: how far a close has come, each step once. $1 close_id bigint  $2 step text
-- $3 account bigint, 0: the platform  $4 until timestamptz or null  $5 at timestamptz
-- rows: one; none when it was taken before.
insert into points_close_step (close_id, step, by_account, begun_by, until, at)
select id, $2, $3, begun_by, $4, $5
from points_close
where id = $1
on conflict (close_id, step) do nothing
returning close_id::text
