-- claim_backtest: one that waits, or whose process has not been heard of; of the office that has least running, the oldest.
-- $1 run_by text  $2 at timestamptz  $3 not heard of since timestamptz
update backtest
set state = 'running', run_by = $1, beat_at = $2
where id = (
  select b.id
  from backtest b
  where b.state = 'waiting'
    or (b.state = 'running' and (b.beat_at < $3 or b.run_by = $1))
  order by
    (
      select count(*)
      from backtest o
      where o.office = b.office
        and o.state = 'running'
        and o.id <> b.id
        and o.beat_at >= $3
    ),
    b.id
  limit 1
  for update skip locked
)
returning
  id::text as id,
  division,
  change,
  since,
  until,
  people::text[] as people,
  done,
  records::float8 as records,
  result
