-- compress_record_day: compress one day that is over before a date, where the database can. $1 date
-- rows: one; the day, or null when there is none.
select compress_record_day($1::date)::text as day
