-- lock_backtests: nobody else of an office asks for one until the transaction ends; apart from the count, which must see
-- what the one before it left. $1 office text
select pg_advisory_xact_lock(hashtext('backtest'), hashtext($1)) is null as locked
