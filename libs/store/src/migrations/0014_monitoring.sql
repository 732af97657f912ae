-- The platform watches itself: what is nearly used up, what does not move, who is missing.

-- Each process says every few seconds that it is there, and how it is doing.
create table process_sign (
  process text not null,
  instance text not null,
  seen_at timestamptz not null,
  facts jsonb not null,
  primary key (process, instance)
);

-- One row: when everything was measured. One worker claims each round; the api tells when none was finished.
create table monitoring_round (
  id smallint primary key default 1 check (id = 1),
  claimed_at timestamptz not null,
  finished_at timestamptz,
  -- Since when rounds follow each other: after an outage of the database everybody's last sign is old.
  series_since timestamptz not null,
  took_ms double precision
);

create table monitoring_condition (
  what text primary key,
  state text not null check (state in ('normal', 'degraded', 'unmeasured')),
  since timestamptz not null,
  value double precision,
  limit_value double precision not null,
  detail text,
  turning timestamptz, -- since when the values have been speaking for the other state
  measured_at timestamptz not null
);

grant select, insert, update on process_sign, monitoring_round, monitoring_condition to zhengtu_app;
grant delete on process_sign to zhengtu_app;

-- How much of what numbers things is used, in percent: sequences, and columns of 32 bits by what the planner has sampled
-- of them. As the owner: not every sequence is the applications' to read.
create function identifier_use() returns table (name text, used double precision)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.sequencename::text, 100.0::double precision * s.last_value / s.max_value
  from pg_sequences s
  where s.schemaname = 'public' and s.last_value > 0 and s.increment_by > 0 and not s.cycle
  union all
  select s.tablename || '.' || s.attname, 100.0::double precision * max(v.value::double precision) / 2147483647
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'int4'::regtype and not a.attisdropped and a.attnum > 0
  join pg_stats s on s.schemaname = 'public' and s.tablename = c.relname and s.attname = a.attname
  cross join lateral unnest(
    coalesce(s.most_common_vals::text::text[], '{}') || coalesce(s.histogram_bounds::text::text[], '{}')
  ) as v (value)
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  group by s.tablename, s.attname
$$;

-- How many records lie outside every day that has a partition, counted up to `most`; null where days make themselves.
create function count_records_elsewhere(most bigint) returns bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  found_rows bigint;
begin
  if to_regclass('record_elsewhen') is null then
    return null;
  end if;
  execute 'select count(*) from (select 1 from record_elsewhen limit $1) counted' into found_rows using most;
  return found_rows;
end
$$;

revoke all on function identifier_use, count_records_elsewhere from public;
grant execute on function identifier_use, count_records_elsewhere to zhengtu_app;

insert into policy (kind, version, valid_from, parameters, basis) values
  ('monitoring', 1, '2020-07-01T00:00:00+08:00', '{"roundSeconds": 10, "calmSeconds": 30, "limits": {}}',
    'numbers by the platform: libs/headroom has those that are not named here')
on conflict do nothing;
