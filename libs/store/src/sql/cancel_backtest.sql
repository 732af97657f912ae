-- cancel_backtest: what was found until then stays. $1 id bigint  $2 jurisdiction text  $3 at timestamptz
-- rows: one when it was not over.
update backtest
set state = 'cancelled', ended_at = $3
where id = $1
  and division like $2 || '%'
  and state in ('waiting', 'running')
returning id::text
