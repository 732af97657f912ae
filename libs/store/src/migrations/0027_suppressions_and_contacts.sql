-- What is held back is on record, and who was called is, too.

-- 抑制: alerts of a scope are stored and do not call anybody, for a while. A scope is a supervisee, a wristband, a kind, or
-- what these have in common; a kind alone holds for a division.
create table suppression (
  id bigint generated always as identity primary key,
  division text not null,
  supervisee_id bigint references supervisee,
  device_id text references device,
  kind text,
  reason text not null,
  valid_to timestamptz not null,
  state text not null check (state in ('proposed', 'approved', 'ended')),
  proposed_by bigint not null references account,
  proposed_at timestamptz not null,
  approved_by bigint references account, -- null and approved: no second person was needed
  approved_at timestamptz,
  ended_by bigint references account,
  ended_at timestamptz,
  end_reason text,
  check (supervisee_id is not null or device_id is not null or kind is not null),
  check (approved_by is null or approved_by <> proposed_by),
  check (valid_to > proposed_at)
);
create index suppression_in_force on suppression (valid_to) where state = 'approved';
create index suppression_supervisee on suppression (supervisee_id);
grant select, insert on suppression to zhengtu_app;
grant update (state, approved_by, approved_at, ended_by, ended_at, end_reason) on suppression to zhengtu_app;

alter table alert add column suppression_id bigint references suppression;
create index alert_suppression on alert (suppression_id) where suppression_id is not null;
create index alert_held_back on alert (id) where state = 'suppressed' and ended_at is null;

-- The oldest suppression in force that an alert falls under; null when none. By the time at which it is told: what is
-- suppressed is the telling, never the finding.
create function suppression_of(
  of_division text, of_supervisee bigint, of_device text, of_kind text, told_at timestamptz
) returns bigint
language sql stable as $$
  select id
  from suppression
  where state = 'approved'
    and valid_to > told_at
    and approved_at <= told_at
    and of_division like division || '%'
    and (supervisee_id is null or supervisee_id = of_supervisee)
    and (device_id is null or device_id = of_device)
    and (kind is null or kind = of_kind)
  order by id
  limit 1
$$;

-- 联系: each attempt to reach somebody about an alert.
create table contact_attempt (
  id bigint generated always as identity primary key,
  alert_id bigint not null references alert,
  supervisee_id bigint not null references supervisee,
  at timestamptz not null,
  account_id bigint not null references account,
  way text not null check (way in ('call', 'message', 'visit', 'other')),
  result text not null check (result in ('reached', 'no_answer', 'unreachable', 'refused')),
  note text not null
);
create index contact_attempt_alert on contact_attempt (alert_id);
create index contact_attempt_supervisee on contact_attempt (supervisee_id, at);
grant select, insert on contact_attempt to zhengtu_app;

alter table alert_act drop constraint alert_act_act_check;
alter table alert_act add constraint alert_act_act_check
  check (act in ('claim', 'ack', 'note', 'resolve', 'escalate', 'contact', 'release'));

insert into policy (kind, version, valid_from, parameters, basis) values
  ('suppression', 1, '2020-07-01T00:00:00+08:00', '{"longestHours": 168}',
    'by the platform: what holds back alerts ends by itself, to be set by the local rules')
on conflict do nothing;
