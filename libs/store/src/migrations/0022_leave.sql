-- 外出审批: where somebody may be although it lies outside, from when to when, and whether the return was reported (销假).
-- What was approved is never changed: each act upon it is a further version, and the newest says how it stands.
create table leave (
  id bigint generated always as identity primary key,
  supervisee_id bigint not null references supervisee,
  created_at timestamptz not null
);
create index leave_supervisee on leave (supervisee_id);

create table leave_version (
  leave_id bigint not null references leave,
  version integer not null,
  state text not null check (state in ('approved', 'reported_back', 'withdrawn')),
  place_name text not null,
  division text, -- everything whose code starts with this
  geometry jsonb, -- GeoJSON Polygon or MultiPolygon, WGS-84
  circle jsonb, -- {lat, lon, radius}
  reason text not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  approved_by text not null, -- who decided, as the paper says; who wrote it down is made_by
  note text,
  made_by bigint not null references account,
  made_role text not null,
  made_at timestamptz not null,
  primary key (leave_id, version),
  check (valid_from < valid_to),
  check ((division is not null)::int + (geometry is not null)::int + (circle is not null)::int = 1),
  check ((version = 1) = (state = 'approved'))
);
grant select, insert on leave, leave_version to zhengtu_app;
-- To hold one while it is decided upon; there is nothing else in it to change.
grant update (created_at) on leave to zhengtu_app;

insert into policy (kind, version, valid_from, parameters, basis) values
  ('leave.deviation', 1, '2020-07-01T00:00:00+08:00',
    '{"travelMetres": 10000, "detour": 1.5, "sigma": 2, "dwellSeconds": 600, "minFixes": 3, "maxAccuracyMetres": 500, "returnFixes": 2}',
    'Community Correction Law art. 27; numbers by the platform'),
  ('leave.overdue', 1, '2020-07-01T00:00:00+08:00', '{"graceSeconds": 3600}',
    'Community Correction Law art. 27; return and report before the end: Implementing Measures art. 28, to be confirmed; hour of grace by the platform')
on conflict do nothing;
