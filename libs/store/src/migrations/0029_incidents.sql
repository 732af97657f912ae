-- 事件: many alerts of one kind in one county within a minute have one cause, and are one row for whoever looks.
create table incident (
  id bigint generated always as identity primary key,
  division text not null, -- the county
  kind text not null,
  began_at timestamptz not null,
  last_at timestamptz not null -- when the last member came
);
create index incident_lately on incident (last_at);
grant select, insert on incident to zhengtu_app;
grant update (last_at) on incident to zhengtu_app;

alter table alert add column incident_id bigint references incident;
create index alert_incident on alert (incident_id) where incident_id is not null;
create index alert_gathering on alert (detected_at) where state = 'open' and incident_id is null;

insert into policy (kind, version, valid_from, parameters, basis) values
  ('storm', 1, '2020-07-01T00:00:00+08:00', '{"perMinute": 20, "joinMinutes": 10}',
    'by the platform: from so many on, one row for all helps more than one for each')
on conflict do nothing;
