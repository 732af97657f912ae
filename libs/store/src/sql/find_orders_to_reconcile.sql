-- find_orders_to_reconcile: who has a device order in force, or an alert about one that goes on; some at a time, by their
-- numbers. $1 part smallint[]  $2 after supervisee_id bigint  $3 at timestamptz  $4 how many int
select id::text
from (
  (
    select distinct supervisee_id as id
    from device_order
    where supervisee_id > $2
      and supervisee_id % 64 = any($1::smallint[])
      and approved_at <= $3
      and valid_from <= $3
      and least(valid_to, ended_at) > $3
    order by supervisee_id
    limit $4
  )
  union
  (
    select distinct supervisee_id
    from alert
    where supervisee_id > $2
      and supervisee_id % 64 = any($1::smallint[])
      and ended_at is null
      and kind in ('order.ending', 'order.uncovered')
    order by supervisee_id
    limit $4
  )
) found
order by found.id
limit $4
