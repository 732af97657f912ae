-- What wristbands were told to do: one row a command, kept. What was asked, by whom and about whom cannot be changed
-- afterwards by the applications; only what became of it can.
create table device_command (
  id bigint generated always as identity primary key,
  device_id text not null references device,
  supervisee_id bigint references supervisee, -- who wore it when it was asked
  division text not null, -- of that person; of the device when nobody wore it
  cmd text not null check (cmd in ('locate', 'interval', 'vibrate', 'message')),
  parameters jsonb not null, -- {seconds} of interval, {text} of message
  purpose text,
  requested_by bigint not null references account,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  -- queued: written down. sent: the broker has it. done, failed: the wristband's word. expired: no word in time.
  state text not null default 'queued' check (state in ('queued', 'sent', 'done', 'failed', 'expired')),
  taken_until timestamptz, -- one ingest is sending it; no other does before that
  sent_at timestamptz,
  ended_at timestamptz,
  result text check (result in ('done', 'failed', 'expired')), -- what the wristband said, also when too late
  detail text,
  answered_at timestamptz,
  check (requested_at < expires_at),
  check ((ended_at is null) = (state in ('queued', 'sent'))),
  check ((answered_at is null) = (result is null))
);
create index device_command_device on device_command (device_id, id);
create index device_command_waiting on device_command (expires_at) where state in ('queued', 'sent');

grant select, insert on device_command to zhengtu_app;
grant update (state, taken_until, sent_at, ended_at, result, detail, answered_at) on device_command to zhengtu_app;
grant usage on all sequences in schema public to zhengtu_app;

insert into policy (kind, version, valid_from, parameters, basis) values
  ('device.command', 1, '2020-07-01T00:00:00+08:00', '{"answerSeconds": 180}',
    'NIJ 1004.00, locate on demand within 3 minutes; law of the PRC gives no number')
on conflict do nothing;
