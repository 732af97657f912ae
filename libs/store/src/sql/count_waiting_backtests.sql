-- count_waiting_backtests: how many of an office are not over. $1 office text
select
  count(*)::int as waiting
from backtest
where office = $1
  and state in ('waiting', 'running')
