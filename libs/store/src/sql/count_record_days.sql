-- count_record_days: the daily partitions made for days after $1 timestamptz.
-- rows: one; null where the table makes its own (TimescaleDB).
select
  case
    when to_regclass('record_elsewhen') is null then null
    else count(c.oid)::integer
  end as ahead
from pg_inherits i
join pg_class c on c.oid = i.inhrelid
where i.inhparent = to_regclass('record')
  and c.relname ~ '^record_[0-9]{8}$'
  and c.relname > 'record_' || to_char($1::timestamptz at time zone 'UTC', 'YYYYMMDD')
