-- read_transaction_use: how far the oldest row of any database of the server is from the transaction at which PostgreSQL
-- must stop, in percent of 2^31. rows: one.
select
  100.0::double precision * max(age(datfrozenxid)) / 2147483648 as transactions,
  100.0::double precision * max(mxid_age(datminmxid)) / 2147483648 as multixacts
from pg_database
