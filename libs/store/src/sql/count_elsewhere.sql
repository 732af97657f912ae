-- count_elsewhere: records outside every day that has a partition. $1 most bigint: counted no further
-- rows: one; null where days make themselves (TimescaleDB).
select count_records_elsewhere($1::bigint)::integer as records
