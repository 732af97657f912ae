-- keep_backtest: how far it is. $1 id bigint  $2 run_by text  $3 at timestamptz  $4 done int  $5 records bigint
-- $6 result jsonb  $7 state text
-- rows: none when it was cancelled, or somebody else runs it.
update backtest
set done = $4, records = $5, result = $6, beat_at = $3, state = $7,
  ended_at = case when $7 = 'running' then null else $3::timestamptz end
where id = $1
  and run_by = $2
  and state = 'running'
returning id::text
