-- count_device_records: $1 device_id text
-- rows: one; counts of stored, sealed and refused records.
select
  (select count(*) from record where device_id = $1)::int as records,
  (select count(*) from sealed_record where device_id = $1)::int as sealed,
  (select coalesce(sum(copies), 0) from quarantine where device_id = $1)::int as quarantined
