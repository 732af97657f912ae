-- read_coverage: when a supervisee was lawfully watched: a wristband bound, and an approved order in force.
-- $1 supervisee_id bigint  $2 from timestamptz  $3 to timestamptz
select
  lower(covered) as covered_from,
  upper(covered) as covered_to
from (
  select
    b.during * tstzrange($2, $3) * tstzrange(o.valid_from,
      greatest(o.valid_from, least(o.valid_to, o.ended_at))) as covered
  from device_binding b
  join device_order o on o.supervisee_id = b.supervisee_id and o.approved_at is not null
  where b.supervisee_id = $1
) as piece
where not isempty(covered)
order by covered_from
