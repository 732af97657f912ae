-- People, places, wristbands, orders: who may be watched, where, by which device, and on whose decision.
-- The role zhengtu_app is what every application runs as; what it may not do, it cannot do (0004).

create extension if not exists btree_gist;

do $$
begin
  create role zhengtu_app nologin;
exception
  when duplicate_object or unique_violation then null; -- another database of the same server has made it
end
$$;

-- 行政区划: 4 digits city, 6 county, 9 township. A code's prefix is its jurisdiction.
create table division (
  code text primary key check (code ~ '^[0-9]{2,12}$'),
  name_zh text not null,
  name_en text not null,
  geometry jsonb, -- GeoJSON (Multi)Polygon, WGS-84
  source text not null
);

create table account (
  id bigint generated always as identity primary key,
  username text not null unique,
  display_name text not null,
  password_hash text not null, -- argon2id
  role text not null check (role in ('officer', 'county', 'head', 'prosecutor', 'admin')),
  division text not null check (division ~ '^[0-9]{2,12}$'),
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

create table session (
  token_hash bytea primary key, -- sha-256 of the bearer token
  account_id bigint not null references account,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_account on session (account_id);

-- Failed sign-ins by account name and network address, both hashed: people type passwords into the name field.
create table sign_in_failure (
  source_hash bytea primary key,
  failures integer not null,
  last_at timestamptz not null,
  refused_until timestamptz not null
);

-- The one-time link for the first administrator.
create table setup_token (
  token_hash bytea primary key, -- sha-256
  created_at timestamptz not null default now(),
  used_at timestamptz
);

-- 社区矫正对象
create table supervisee (
  id bigint generated always as identity primary key,
  name text not null,
  division text not null check (division ~ '^[0-9]{6}([0-9]{3})?$'),
  category text not null check (category in ('control', 'probation', 'parole', 'temporary_release')),
  term_from date not null,
  term_to date not null,
  minor boolean not null default false,
  note text,
  version integer not null default 1,
  created_at timestamptz not null,
  check (term_from < term_to)
);
create index supervisee_division on supervisee (division text_pattern_ops);

-- 电子定位腕带
create table device (
  id text primary key check (id ~ '^[A-Za-z0-9-]{4,32}$'),
  model text,
  division text not null,
  secret_salt bytea not null,
  secret_hash bytea not null,
  interval_s integer not null default 60 check (interval_s between 1 and 3600),
  disabled_at timestamptz,
  created_at timestamptz not null
);

create table device_binding (
  id bigint generated always as identity primary key,
  device_id text not null references device,
  supervisee_id bigint not null references supervisee,
  during tstzrange not null check (not isempty(during)),
  exclude using gist (device_id with =, during with &&),
  exclude using gist (supervisee_id with =, during with &&)
);
create index device_binding_supervisee on device_binding (supervisee_id);
-- For the thousands of devices of one batch; the constraint's own index takes three times as long.
create index device_binding_device on device_binding (device_id);

-- 使用电子定位装置决定 (Community Correction Law art. 29): five grounds, county justice head, at most three months.
create table device_order (
  id bigint generated always as identity primary key,
  supervisee_id bigint not null references supervisee,
  ground text not null check (ground in ('injunction_breach', 'left_area', 'refused_report', 'public_order_penalty', 'revocation_proposed')),
  evidence text not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  state text not null check (state in ('proposed', 'approved', 'ended')),
  proposed_by bigint not null references account,
  proposed_at timestamptz not null,
  approved_by bigint references account,
  approved_at timestamptz,
  ended_by bigint references account,
  ended_at timestamptz,
  end_reason text,
  check (valid_from < valid_to),
  -- Months are counted on the calendar of the place, whatever the session's time zone.
  check (valid_to at time zone 'Asia/Shanghai' <= valid_from at time zone 'Asia/Shanghai' + interval '3 months'),
  check ((approved_at is null) = (approved_by is null))
);
create index device_order_supervisee on device_order (supervisee_id);

-- 围栏. A change is a new version; the old one goes on judging the time in which it was valid.
create table zone (
  id bigint generated always as identity primary key,
  division text not null,
  created_at timestamptz not null
);

create table zone_version (
  zone_id bigint not null references zone,
  version integer not null,
  name text not null,
  kind text not null check (kind in ('inclusion', 'exclusion', 'interest')),
  geometry jsonb, -- GeoJSON Polygon or MultiPolygon, WGS-84
  circle jsonb, -- {lat, lon, radius}
  buffer_m double precision not null default 0,
  schedule jsonb,
  supervisees bigint[] not null default '{}',
  for_division text, -- or everybody whose division starts with this
  valid_from timestamptz not null,
  valid_to timestamptz,
  made_by bigint references account,
  primary key (zone_id, version),
  check ((geometry is null) <> (circle is null))
);
create index zone_version_supervisees on zone_version using gin (supervisees);

-- What a rule is allowed to be told: versioned data with the date it applies from, never an environment variable.
create table policy (
  kind text not null,
  version integer not null,
  division text not null default '', -- '' everywhere; the longest matching prefix wins
  valid_from timestamptz not null,
  parameters jsonb not null,
  basis text not null,
  primary key (kind, division, version)
);

-- Something that rules look at was changed: the engine and the console load it anew.
create table world_change (
  id bigint generated always as identity primary key,
  arrival bigint not null default (pg_current_xact_id()::text)::bigint,
  supervisee_id bigint, -- null: everybody of the division
  division text,
  what text not null,
  at timestamptz not null
);
create index world_change_arrival on world_change (arrival);
