-- read_backtests: newest first. $1 jurisdiction text  $2 id bigint or null  $3 before id bigint or null  $4 limit int
select
  b.id::text as id,
  b.division,
  b.change,
  b.since,
  b.until,
  b.reason,
  cardinality(b.people) as people,
  b.asked_by::text as asked_by,
  a.display_name as asked_by_name,
  b.asked_at,
  b.state,
  b.done,
  b.records::float8 as records,
  b.result,
  b.ended_at
from backtest b
join account a on a.id = b.asked_by
where b.division like $1 || '%'
  and ($2::bigint is null or b.id = $2)
  and ($3::bigint is null or b.id < $3)
order by b.id desc
limit $4
