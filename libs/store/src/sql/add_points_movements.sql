-- add_points_movements: what is booked, in the month in which it happened or the first after it that is not closed.
-- $1 entry_id bigint[]  $2 amount bigint[]  $3 capped bigint[]  $4 cap text[]  $5 at timestamptz
insert into points_movement (entry_id, supervisee_id, amount, capped, cap, month, at)
select
  e.id,
  e.supervisee_id,
  made.amount,
  made.capped,
  made.cap,
  greatest(
    date_trunc('month', e.occurred_at at time zone 'Asia/Shanghai')::date,
    (
      select (max(c.month) + interval '1 month')::date
      from points_close c
      where s.division like c.division || '%'
    )
  ),
  $5
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[]) as made (entry_id, amount, capped, cap)
join points_entry e on e.id = made.entry_id
join supervisee s on s.id = e.supervisee_id
order by e.id
