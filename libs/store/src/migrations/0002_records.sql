-- What wristbands sent. A record is identified by (device, memory life, seq); its time is part of the key because
-- the table is cut into days by it. `life` is the boot number with which the device's memory began; 0 is for
-- devices that do not number their records (OwnTracks), whose seq is the device time in milliseconds.
-- `arrival` is the transaction that stored the row: readers go on from an arrival below which all is decided
-- (see read_arrivals.sql), so a slow transaction's rows are not skipped.

-- With TimescaleDB the table is a hypertable, without it natively partitioned; name, columns and keys are the same.
do $$
declare
  timescale boolean := exists (select from pg_extension where extname = 'timescaledb');
begin
  execute 'create table record (
    device_id text not null,
    life integer not null,
    seq bigint not null,
    at timestamptz not null,
    received_at timestamptz not null,
    arrival bigint not null,
    supervisee_id bigint not null,
    part smallint not null,
    boot integer not null,
    kind text not null,
    lat double precision,
    lon double precision,
    accuracy_m real,
    source text,
    speed_ms real,
    heading_deg real,
    altitude_m real,
    satellites smallint,
    battery_pct real,
    rssi_dbm smallint,
    worn boolean,
    heart_rate smallint,
    crs text, -- the system it came in, when it was converted
    clock_offset_ms bigint, -- set when the device''s clock is not believed: device time minus receipt
    extra jsonb, -- every key that is not in the contract, as it came
    primary key (device_id, life, seq, at)
  )' || case when timescale then '' else ' partition by range (at)' end;
  if timescale then
    perform create_hypertable('record', 'at', chunk_time_interval => interval '1 day', create_default_indexes => false);
  else
    -- Time stamps nobody expects (1901, 2099) must still find a place.
    create table record_elsewhen partition of record default;
  end if;
end
$$;

create index record_arrival on record (arrival);
create index record_track on record (supervisee_id, at);
-- A track shows what a device with a wrong clock sent when it came, not when it said it was.
create index record_unbelieved on record (supervisee_id, received_at) where clock_offset_ms is not null;

-- Records that came without an approved device order at their time: counted and kept, but not readable as a track.
-- The application may add to `payload` and never read it (0004).
create table sealed_record (
  device_id text not null,
  life integer not null,
  seq bigint not null,
  at timestamptz not null,
  received_at timestamptz not null,
  kind text not null,
  payload jsonb not null,
  primary key (device_id, life, seq, at)
);
create index sealed_record_received on sealed_record (device_id, received_at);

-- Which sequence numbers of a device's memory life are on disk. The cumulative acknowledgement is the end of the
-- first range; the gaps between ranges are what is asked for again. Kept in the transaction that stores the rows.
create table device_stream (
  device_id text not null,
  life integer not null,
  boot integer not null,
  stored int8multirange not null,
  gone int8multirange not null default '{}',
  newest_seq bigint not null,
  newest_at timestamptz not null,
  last_received_at timestamptz not null,
  primary key (device_id, life)
);

create table device_link (
  device_id text primary key,
  online boolean not null,
  changed_at timestamptz not null
);

-- What could not be taken as a record: acknowledged to the broker all the same, kept with the reason.
create table quarantine (
  id bigint generated always as identity primary key,
  received_at timestamptz not null,
  topic text not null,
  device_id text,
  reason text not null,
  detail text not null,
  payload bytea not null, -- the first 4 KiB
  payload_bytes bigint not null,
  copies bigint not null default 1,
  fingerprint bytea not null unique -- a redelivered message is not counted as another one
);
create index quarantine_device on quarantine (device_id, received_at);

-- Refused at the door: wrong password, another device's topic.
create table access_refusal (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  device_id text not null,
  reason text not null,
  detail text not null,
  copies bigint not null default 1
);
create index access_refusal_device on access_refusal (device_id, at);

-- Makes the daily partitions from one day to another. Rows that came for a day before its partition was there are
-- moved out of the default partition. Owned by the migrating role: the applications may call it and nothing more.
create function ensure_record_days(first_day date, last_day date) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  day date;
  name text;
  made integer := 0;
begin
  if to_regclass('record_elsewhen') is null then
    return 0; -- a hypertable makes its own chunks
  end if;
  perform pg_advisory_xact_lock(hashtext('ensure_record_days'));
  for day in select generate_series(first_day, last_day, interval '1 day')::date loop
    name := 'record_' || to_char(day, 'YYYYMMDD');
    continue when to_regclass(name) is not null;
    execute format('create table %I (like record including defaults including constraints)', name);
    execute format('with moved as (delete from record_elsewhen where at >= %L and at < %L returning *) insert into %I select * from moved',
      day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC', name);
    execute format('alter table record attach partition %I for values from (%L) to (%L)',
      name, day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
    made := made + 1;
  end loop;
  return made;
end
$$;
revoke all on function ensure_record_days from public;
