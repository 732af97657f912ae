-- On TimescaleDB a day is compressed when it is a week old: by person, in the order of time. Plain PostgreSQL does not
-- compress rows this narrow, and keeps them as they are. See docs/adr/0014.
do $$
begin
  if exists (select from pg_extension where extname = 'timescaledb') then
    -- The edges of arrival and receipt in each batch let readers pass over what is not theirs; those of the position let a
    -- search for a place do so. Without being told, TimescaleDB would make a bloom filter of arrival, which no range can use.
    execute $q$
      alter table record set (
        timescaledb.compress,
        timescaledb.compress_segmentby = 'supervisee_id, device_id',
        timescaledb.compress_orderby = 'at, seq, life',
        timescaledb.compress_index = 'minmax(arrival), minmax(received_at), minmax(lat), minmax(lon)'
      )
    $q$;
  end if;
end
$$;

-- Compresses the oldest day before `last_day` that has rows which are not compressed: a day that never was, or that
-- records have come for since. Answers the day, or null when there is none. What comes for such a day later still finds
-- its place, beside what is compressed.
create function compress_record_day(last_day date) returns date
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  day record;
  compressed regclass;
begin
  if to_regclass('record_elsewhen') is not null then
    return null;
  end if;
  execute $q$
    select c.id, format('%I.%I', c.schema_name, c.table_name)::regclass as place, d.range_start
    from timescaledb_information.chunks d
    join _timescaledb_catalog.chunk c on (c.schema_name, c.table_name) = (d.chunk_schema, d.chunk_name)
    where d.hypertable_schema = 'public' and d.hypertable_name = 'record'
      and d.range_end <= $1 and c.status not in (1, 3)
    order by d.range_start
    limit 1
  $q$ into day using last_day::timestamp at time zone 'UTC';
  if day.place is null then
    return null;
  end if;
  perform compress_chunk(day.place);
  execute $q$
    select format('%I.%I', z.schema_name, z.table_name)::regclass
    from _timescaledb_catalog.chunk c
    join _timescaledb_catalog.chunk z on z.id = c.compressed_chunk_id
    where c.id = $1
  $q$ into compressed using day.id;
  -- Readers of arrivals look at every day there is, many times a second: they must find at once that it has nothing new.
  if not exists (
    select from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = compressed and a.attname = '_ts_meta_v2_max_arrival'
  ) then
    execute format('create index on %s (_ts_meta_v2_max_arrival)', compressed);
  end if;
  return (day.range_start at time zone 'UTC')::date;
end
$$;
revoke all on function compress_record_day from public;
grant execute on function compress_record_day to zhengtu_app;
