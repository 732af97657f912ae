-- Engines that are running, also those that hold no partition yet: shares are counted by them.
create table engine_member (
  name text primary key,
  seen_until timestamptz not null
);
grant select, insert, update, delete on engine_member to zhengtu_app;
create index alert_open_episode on alert (supervisee_id, kind) where ended_at is null;
