-- A record stands in the day in which it was received when its clock is not believed, and keeps what its device said of the
-- time in `said_at`. A wristband with a random clock made a chunk of every day that it named. `at` is where a record stands,
-- for every reader; see docs/adr/0019.
alter table record add column said_at timestamptz;

-- A record without a believed time is known by what it says, wherever it stands: sent again, it is received at another time.
create table unbelieved_record (
  device_id text not null,
  life integer not null,
  seq bigint not null,
  said_at timestamptz not null,
  at timestamptz not null,
  primary key (device_id, life, seq, said_at)
);
create index unbelieved_record_at on unbelieved_record (at);
grant select, insert on unbelieved_record to zhengtu_app;

do $$
declare
  timescale boolean := exists (select from pg_extension where extname = 'timescaledb');
  day record;
  used boolean;
begin
  if timescale then
    perform set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', true);
  end if;
  create temp table misplaced on commit drop as select * from record where clock_offset_ms is not null;
  if not exists (select from misplaced) then
    return;
  end if;
  delete from record where clock_offset_ms is not null;
  update misplaced
  set said_at = at,
    at = received_at,
    corrected_at = coalesce(corrected_at, at - clock_offset_ms * interval '1 ms');
  insert into record select * from misplaced;
  insert into unbelieved_record select device_id, life, seq, said_at, at from misplaced;
  -- The days that nobody was in.
  for day in select * from record_days() loop
    continue when not timescale;
    execute format('select exists (select from %s)', day.place) into used;
    if not used then
      perform drop_chunks('record', older_than => day.last_at, newer_than => day.first_at);
    end if;
  end loop;
end
$$;

-- All that a track says stands in its index: the records of one person are far apart in the table, which is in the order
-- in which everybody's came. Reading ten thousand of them took four times as long.
drop index record_unbelieved;
drop index record_track;
create index record_track on record (supervisee_id, at)
  include (seq, received_at, said_at, clock_offset_ms, lat, lon, accuracy_m, source);

-- As in 0010, but for where records stand: at `at`, all of them.
create or replace function judge_hours(devices text[], hours timestamptz[]) returns setof device_hour
language sql stable as $$
  with asked as (
    select
      b.id as binding_id,
      a.hour,
      b.device_id,
      b.supervisee_id,
      b.during * tstzrange(a.hour, a.hour + interval '1 hour') as bound,
      coalesce(known.patience_ms, patience_ms(d.interval_s, s.division, a.hour)) as patience_ms
    from unnest(devices, hours) as a (device_id, hour)
    join device_binding b on b.device_id = a.device_id and b.during && tstzrange(a.hour, a.hour + interval '1 hour')
    join device d on d.id = b.device_id
    join supervisee s on s.id = b.supervisee_id
    left join device_hour known on known.binding_id = b.id and known.hour = a.hour
  ),
  -- What of it had a legal basis, in whole pieces; the same piece stands with each of its hours.
  covered as (
    select
      a.binding_id,
      a.hour,
      a.supervisee_id,
      a.device_id,
      piece * a.bound as inside,
      lower(piece) as begins,
      upper(piece) as ends,
      a.patience_ms * interval '1 ms' as patience,
      a.hour - a.patience_ms * interval '1 ms' as looked_from,
      a.hour + interval '1 hour' + a.patience_ms * interval '1 ms' as looked_to
    from asked a
    cross join lateral (
      select
        unnest(range_agg(b.during * tstzrange(o.valid_from, least(o.valid_to, o.ended_at)))) as piece
      from device_binding b
      join device_order o on o.supervisee_id = b.supervisee_id
      where b.id = a.binding_id
        and o.approved_at is not null
        and o.valid_from < least(o.valid_to, o.ended_at)
    ) p
    where piece && a.bound
  ),
  said as (
    select
      c.binding_id, c.hour, c.begins, r.stands_at, r.lat is not null as placed,
      r.lat, r.lon, r.accuracy_m, r.battery_pct, r.seq,
      r.stands_at <@ c.inside as counts, r.believed and r.lat is not null as measured
    from covered c
    cross join lateral (
      select at as stands_at, lat, lon, accuracy_m, battery_pct, seq, clock_offset_ms is null as believed
      from record
      where supervisee_id = c.supervisee_id
        and at >= greatest(c.looked_from, c.begins)
        and at <= c.looked_to
        and at < c.ends
        and device_id = c.device_id
    ) r
  ),
  -- Beyond what is looked at there is something, too far away to matter where.
  marks as (
    select binding_id, hour, begins, stands_at, placed
    from said
    union all
    select binding_id, hour, begins, greatest(begins, looked_from - interval '1 ms'), true
    from covered
    union all
    select binding_id, hour, begins, least(ends, looked_to + interval '1 ms'), true
    from covered
  ),
  steps as (
    select
      binding_id, hour, begins,
      stands_at as from_at,
      lead(stands_at) over following as to_at,
      max(stands_at) filter (where placed) over (following rows between unbounded preceding and current row) as placed_from,
      min(stands_at) filter (where placed) over (following rows between 1 following and unbounded following) as placed_to
    from marks
    window following as (partition by binding_id, hour, begins order by stands_at)
  ),
  judged as (
    select
      s.binding_id,
      s.hour,
      case
        when s.to_at - s.from_at > c.patience then 'silent'
        when s.placed_to - s.placed_from > c.patience then 'no_position'
        else 'monitored'
      end as was,
      greatest(0, extract(epoch from least(s.to_at, upper(c.inside)) - greatest(s.from_at, lower(c.inside))) * 1000) as ms
    from steps s
    join covered c using (binding_id, hour, begins)
    where s.to_at is not null
  ),
  times as (
    select
      binding_id,
      hour,
      round(coalesce(sum(ms) filter (where was = 'silent'), 0)) as silent,
      round(coalesce(sum(ms) filter (where was = 'no_position'), 0)) as no_position,
      round(sum(ms)) as covered,
      round(max(ms)) as longest
    from judged
    group by binding_id, hour
  ),
  walked as (
    select
      binding_id, hour, counts, stands_at,
      metres_between(lat, lon, lag(lat) over way, lag(lon) over way) as metres,
      greatest(accuracy_m, lag(accuracy_m) over way) as doubt
    from said
    where measured
    window way as (partition by binding_id, hour, begins order by stands_at, seq)
  ),
  distances as (
    -- A step within the accuracy of its ends may be no step at all.
    select binding_id, hour, sum(metres) as metres
    from walked
    where counts and metres > coalesce(doubt, 0)
    group by binding_id, hour
  ),
  counted as (
    select
      binding_id,
      hour,
      count(*)::integer as records,
      (count(*) filter (where placed))::integer as fixes,
      min(battery_pct) as battery_min,
      (array_agg(battery_pct order by stands_at desc, seq desc) filter (where battery_pct is not null))[1] as battery_last
    from said
    where counts
    group by binding_id, hour
  )
  select
    a.binding_id,
    a.hour,
    a.device_id,
    a.supervisee_id,
    coalesce(n.records, 0),
    coalesce(n.fixes, 0),
    coalesce(w.metres, 0),
    n.battery_min,
    n.battery_last,
    coalesce(t.longest, 0)::integer,
    (coalesce(t.covered, 0) - coalesce(t.silent, 0) - coalesce(t.no_position, 0))::integer,
    coalesce(t.silent, 0)::integer,
    coalesce(t.no_position, 0)::integer,
    (round(extract(epoch from upper(a.bound) - lower(a.bound)) * 1000) - coalesce(t.covered, 0))::integer,
    a.patience_ms,
    now()
  from asked a
  left join times t using (binding_id, hour)
  left join counted n using (binding_id, hour)
  left join distances w using (binding_id, hour)
$$;

-- As in 0011; what is known of unbelieved records goes with them.
create or replace function delete_old_records(today date, people_at_once integer)
returns table (what text, supervisee_id bigint, place text, people bigint, records bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  after_days integer := retention_days('record', 'afterTermDays', today);
  day record;
  person bigint;
  kind text;
  days integer;
  needed boolean;
begin
  -- A hold is placed before this or after it, never meanwhile.
  perform pg_advisory_xact_lock(hashtext('legal_hold'));
  if after_days is not null then
    for day in select * from record_days() d where d.last_at <= (today - after_days)::timestamptz order by d.first_at loop
      -- What somebody holds, or still needs, keeps the day; the rest of it goes person by person.
      execute format('select exists (select from %s r where not records_are_over(r.supervisee_id, $1, $2))', day.place)
        into needed using today, after_days;
      continue when needed;
      what := 'record';
      supervisee_id := null;
      place := to_char(day.first_at at time zone 'UTC', 'YYYY-MM-DD');
      execute format('select count(*), count(distinct r.supervisee_id) from %s r', day.place) into records, people;
      if to_regclass('record_elsewhen') is null then
        perform drop_chunks('record', older_than => day.last_at, newer_than => day.first_at);
      else
        execute format('drop table %s', day.place);
      end if;
      delete from unbelieved_record u where u.at >= day.first_at and u.at < day.last_at;
      if records > 0 then
        return next;
      end if;
    end loop;
    for person in
      select s.id from supervisee s
      where s.term_to + after_days <= today
        and not exists (select from record_deletion d where d.supervisee_id = s.id)
        and records_are_over(s.id, today, after_days)
      order by s.id
      limit people_at_once
    loop
      with deleted as (
        delete from record r where r.supervisee_id = person returning r.device_id, r.life, r.seq, r.said_at
      ),
      forgotten as (
        delete from unbelieved_record u using deleted d
        where (u.device_id, u.life, u.seq, u.said_at) = (d.device_id, d.life, d.seq, d.said_at)
      )
      select count(*) into records from deleted;
      insert into record_deletion values (person, today);
      what := 'record';
      supervisee_id := person;
      place := null;
      people := 1;
      return next;
    end loop;
  end if;
  foreach kind in array array['sealed_record', 'quarantine', 'access_refusal'] loop
    days := retention_days(kind, 'days', today);
    continue when days is null;
    execute format('delete from %I k where k.%I < $1 and not exists (
        select from device_binding b join legal_hold h on h.supervisee_id = b.supervisee_id and h.released_at is null
        where b.device_id = k.device_id)',
      kind, case kind when 'access_refusal' then 'at' else 'received_at' end)
      using (today - days)::timestamptz;
    get diagnostics records = row_count;
    what := kind;
    supervisee_id := null;
    place := null;
    people := null;
    if records > 0 then
      return next;
    end if;
  end loop;
end
$$;
