-- 登记场所: where people come together for good reasons (a justice office, a training base, a hospital): gathering there is of no
-- concern. What was written down is never changed; what is withdrawn is a further version.
create table listed_place (
  id bigint generated always as identity primary key,
  division text not null, -- for which people: those whose division starts with this
  created_at timestamptz not null
);
create index listed_place_division on listed_place (division text_pattern_ops);

create table listed_place_version (
  place_id bigint not null references listed_place,
  version integer not null,
  state text not null check (state in ('in_force', 'withdrawn')),
  name text not null,
  geometry jsonb, -- GeoJSON Polygon or MultiPolygon, WGS-84
  circle jsonb, -- {lat, lon, radius}
  reason text not null,
  note text,
  made_by bigint not null references account,
  made_role text not null,
  made_at timestamptz not null,
  primary key (place_id, version),
  check ((geometry is null) <> (circle is null)),
  check ((version = 1) = (state = 'in_force'))
);
grant select, insert on listed_place, listed_place_version to zhengtu_app;
-- To hold one while it is withdrawn; there is nothing else in it to change.
grant update (created_at) on listed_place to zhengtu_app;
revoke delete, truncate on listed_place, listed_place_version from zhengtu_app;
revoke update on listed_place_version from zhengtu_app;

insert into policy (kind, version, valid_from, parameters, basis) values
  ('gathering', 1, '2020-07-01T00:00:00+08:00',
    '{"people": 5, "metres": 50, "minutes": 20, "maxAccuracyMetres": 100}',
    'Community Correction Law art. 26 (to know where people are); alarm type 4 of the platform standard (聚集); numbers by the platform, to be set by the local rules')
on conflict do nothing;

-- What goes on, and what late records may change.
create index alert_of_crowd on alert (division text_pattern_ops, ended_at) where kind = 'gathering';
