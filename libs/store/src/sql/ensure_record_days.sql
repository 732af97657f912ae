-- ensure_record_days: make the daily partitions of records, where the database does not make its own.
-- $1 first date  $2 last date
-- rows: one; how many were made.
select ensure_record_days($1::date, $2::date) as made
