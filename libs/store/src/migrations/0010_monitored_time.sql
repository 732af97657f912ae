-- What every hour of every binding came to, made from the records and from nothing else. The same table and the same
-- statement on TimescaleDB and on plain PostgreSQL: see docs/adr/0014.

-- Hours that are to be judged, or judged again. `due_at`: not before what came in time has come.
create table device_hour_due (
  device_id text not null,
  hour timestamptz not null,
  due_at timestamptz not null,
  primary key (device_id, hour)
);
create index device_hour_due_at on device_hour_due (due_at);

-- How far records, decisions and the clock have been looked at for hours to judge.
create table roll_up_cursor (
  one boolean primary key default true check (one),
  arrival bigint not null,
  hour timestamptz not null
);
-- What is stored already is found by the clock.
insert into roll_up_cursor (arrival, hour) values ((pg_snapshot_xmin(pg_current_snapshot())::text)::bigint, 'epoch');

create table device_hour (
  binding_id bigint not null references device_binding,
  hour timestamptz not null,
  device_id text not null,
  supervisee_id bigint not null,
  records integer not null,
  fixes integer not null,
  distance_m double precision not null,
  battery_min real,
  battery_last real,
  longest_silence_ms integer not null,
  -- The time in which the wristband was bound; the four together are the whole of it.
  monitored_ms integer not null,
  silent_ms integer not null,
  no_position_ms integer not null,
  no_basis_ms integer not null,
  -- Longer than this without a record is silence: what was in force when the hour was first judged.
  patience_ms integer not null,
  judged_at timestamptz not null,
  primary key (binding_id, hour)
);
create index device_hour_device on device_hour (device_id, hour);
create index device_hour_supervisee on device_hour (supervisee_id, hour);

-- Between two places on the sphere (haversine).
create function metres_between(lat1 double precision, lon1 double precision, lat2 double precision, lon2 double precision)
returns double precision language sql immutable strict parallel safe as $$
  select 12742017.6 * asin(least(1, sqrt(
    sin(radians(lat2 - lat1) / 2) ^ 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ^ 2)))
$$;

-- How long a wristband may say nothing before that is silence: as the rule device.silent has it.
create function patience_ms(interval_s integer, of_division text, at timestamptz) returns integer
language sql stable parallel safe as $$
  select (1000 * greatest(
    coalesce((p.parameters ->> 'intervals')::double precision, 5) * interval_s,
    coalesce((p.parameters ->> 'floorSeconds')::double precision, 25)))::integer
  from (select) one
  left join lateral (
    select parameters
    from policy
    where kind = 'device.silent' and of_division like division || '%' and valid_from <= at
    order by length(division) desc, version desc
    limit 1
  ) p on true
$$;

-- Hours of devices, from the records. A record stands where it says it was made, or where it was received when its clock
-- is not believed. Between two records further apart than the patience it is silent; between two positions further apart
-- than the patience it is without position, unless it is silent. The edges of a binding and of the orders in force count
-- as positions: nobody is silent before anything could be said. Nothing further away than the patience is looked at,
-- because nothing there can change the hour.
create function judge_hours(devices text[], hours timestamptz[]) returns setof device_hour
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
      select at as stands_at, lat, lon, accuracy_m, battery_pct, seq, true as believed
      from record
      where supervisee_id = c.supervisee_id
        and at >= greatest(c.looked_from, c.begins)
        and at <= c.looked_to
        and at < c.ends
        and device_id = c.device_id
        and clock_offset_ms is null
      union all
      select received_at, lat, lon, accuracy_m, battery_pct, seq, false
      from record
      where supervisee_id = c.supervisee_id
        and received_at >= greatest(c.looked_from, c.begins)
        and received_at <= c.looked_to
        and received_at < c.ends
        and device_id = c.device_id
        and clock_offset_ms is not null
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

grant select, insert, update, delete on device_hour_due to zhengtu_app;
grant select, insert, update on device_hour to zhengtu_app;
grant select, update on roll_up_cursor to zhengtu_app;
