-- 禁止接触: whom somebody must keep away from: a protected person (受保护人), by the place where that person is to be safe, or a
-- co-offender (同案犯). Nothing that was written down is changed: what is withdrawn is a further version.
-- Name and address of a protected person stand here and nowhere else; alerts use the designation.
create table forbidden_contact (
  id bigint generated always as identity primary key,
  supervisee_id bigint not null references supervisee,
  kind text not null check (kind in ('protected_person', 'co_offender')),
  other_id bigint references supervisee, -- the co-offender: neither may meet the other
  created_at timestamptz not null,
  check ((kind = 'co_offender') = (other_id is not null)),
  check (other_id <> supervisee_id)
);
create index forbidden_contact_supervisee on forbidden_contact (supervisee_id);
create index forbidden_contact_other on forbidden_contact (other_id);

create table forbidden_contact_version (
  contact_id bigint not null references forbidden_contact,
  version integer not null,
  state text not null check (state in ('in_force', 'withdrawn')),
  designation text, -- how alerts call a protected person
  person_name text,
  place_name text,
  geometry jsonb, -- GeoJSON Polygon or MultiPolygon, WGS-84
  circle jsonb, -- {lat, lon, radius}
  buffer_m double precision not null default 0,
  basis text not null, -- the decision that forbids it
  note text,
  made_by bigint not null references account,
  made_role text not null,
  made_at timestamptz not null,
  primary key (contact_id, version),
  check ((version = 1) = (state = 'in_force'))
);
grant select, insert on forbidden_contact, forbidden_contact_version to zhengtu_app;
-- To hold one while it is withdrawn; there is nothing else in it to change.
grant update (created_at) on forbidden_contact to zhengtu_app;
revoke delete, truncate on forbidden_contact, forbidden_contact_version from zhengtu_app;
revoke update on forbidden_contact_version from zhengtu_app;

-- How far rounds that compare people have read what arrived.
create table round_progress (
  round text not null,
  part smallint not null,
  arrival bigint not null, -- everything below this transaction was looked at
  primary key (round, part)
);
grant select, insert, update on round_progress to zhengtu_app;

insert into policy (kind, version, valid_from, parameters, basis) values
  ('contact.forbidden', 1, '2020-07-01T00:00:00+08:00',
    '{"metres": 50, "placeMetres": 100, "dwellSeconds": 300, "minFixes": 3, "probability": 0.99, "leaveFixes": 2, "maxAccuracyMetres": 200, "pairSeconds": 120, "holeSeconds": 600}',
    'Criminal Law art. 38, 72 (injunctions: contact with named persons); distances and times by the platform, to be set by the local rules')
on conflict do nothing;
