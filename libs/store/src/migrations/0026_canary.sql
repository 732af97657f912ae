-- The canary: a wristband that nobody wears breaks a zone every minute, so that it is noticed when alerts come no more.
-- It is a supervisee like any other on the way of a record, and belongs to a division in which nobody works (000000): no
-- jurisdiction reaches it, so no list, count, map, feed or statistic has it.

create table canary (
  id smallint primary key default 1 check (id = 1),
  holder text, -- the worker that is it
  held_until timestamptz not null,
  supervisee_id bigint not null references supervisee,
  broken_at timestamptz -- the oldest break that no alert has answered
);
grant select, update on canary to zhengtu_app;

insert into policy (kind, version, division, valid_from, parameters, basis) values
  ('zone.exit', 1, '000000', '2020-07-01T00:00:00+08:00', '{"dwellSeconds": 0, "minFixes": 1, "returnFixes": 1}',
    'the canary alone: whether alerts come, not whether somebody is outside')
on conflict do nothing;

-- Everything the canary needs, as far as it is not there yet. `made_at` is the same for all, so that nothing of it counts
-- before. Called by every worker at its start; the second one finds it done.
create function make_canary(made_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  maker bigint;
  person bigint;
  drawn bigint;
begin
  perform pg_advisory_xact_lock(hashtext('canary'));
  if exists (select from canary) then
    return;
  end if;
  insert into account (username, display_name, password_hash, role, division, disabled_at)
  values ('system.canary', 'canary', '', 'head', '000000', made_at)
  returning id into maker;
  insert into supervisee (name, division, category, term_from, term_to, note, created_at)
  values ('canary', '000000', 'probation', '2020-01-01', '2999-01-01', 'nobody: see ADR 24', made_at)
  returning id into person;
  insert into device (id, model, division, secret_salt, secret_hash, interval_s, created_at)
  values ('CANARY-0000', 'canary', '000000', '', '', 5, made_at);
  insert into device_binding (device_id, supervisee_id, during) values ('CANARY-0000', person, tstzrange(made_at, null));
  insert into zone (division, created_at) values ('000000', made_at) returning id into drawn;
  insert into zone_version (zone_id, version, name, kind, circle, supervisees, valid_from, made_by)
  values (drawn, 1, 'canary', 'inclusion', '{"lat": 27.7, "lon": 106.93, "radius": 100}', array[person], made_at, maker);
  insert into canary (held_until, supervisee_id) values (made_at - interval '1 hour', person);
end
$$;

-- A new secret for whoever is the canary now, and an order in force: one holds three months at most. Answers the number of
-- its next start.
create function begin_canary(salt bytea, hash bytea, begun_at timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  person bigint;
  maker bigint;
begin
  select supervisee_id into person from canary for update;
  select id into maker from account where username = 'system.canary';
  update device set secret_salt = salt, secret_hash = hash where id = 'CANARY-0000';
  if not exists (
    select from device_order
    where supervisee_id = person and state = 'approved' and valid_to > begun_at + interval '30 days'
  ) then
    insert into device_order (supervisee_id, ground, evidence, valid_from, valid_to, state, proposed_by, proposed_at,
      approved_by, approved_at)
    values (person, 'left_area', 'canary', begun_at, begun_at + interval '85 days', 'approved', maker, begun_at, maker,
      begun_at);
    insert into world_change (supervisee_id, division, what, at)
    values (person, null, 'binding', begun_at), (person, null, 'order', begun_at), (person, null, 'zone', begun_at);
  end if;
  return coalesce((select max(boot) from device_stream where device_id = 'CANARY-0000'), 0) + 1;
end
$$;

-- What the canary left before a time. Nothing of anybody else, whatever is asked.
create function sweep_canary(before timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  person bigint;
begin
  select supervisee_id into person from canary;
  delete from alert_revision where alert_id in (select id from alert where supervisee_id = person and detected_at < before);
  delete from alert_act where alert_id in (select id from alert where supervisee_id = person and detected_at < before);
  delete from alert where supervisee_id = person and detected_at < before and ended_at < before;
  delete from record where supervisee_id = person and at < before and device_id = 'CANARY-0000';
  delete from device_hour where binding_id in (select id from device_binding where supervisee_id = person)
    and hour < before - interval '1 day';
  delete from device_stream s where device_id = 'CANARY-0000' and last_received_at < before - interval '1 day'
    and boot < (select max(boot) from device_stream m where m.device_id = 'CANARY-0000');
end
$$;

revoke all on function make_canary, begin_canary, sweep_canary from public;
grant execute on function make_canary, begin_canary, sweep_canary to zhengtu_app;
