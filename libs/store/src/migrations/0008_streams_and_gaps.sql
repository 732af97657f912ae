-- Streams are changed with every batch: room on their pages keeps the new row beside the old one, and its index as it is.
-- `version` counts the changes, so that whoever remembers a stream notices that somebody else has changed it.
alter table device_stream add column version bigint not null default 0;
alter table device_stream set (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.05);

-- Numbers that were missing: found, asked for, and what became of them. A hole that is filled in part becomes several.
create table record_gap (
  id bigint generated always as identity primary key,
  device_id text not null references device,
  life integer not null,
  seq_from bigint not null,
  seq_to bigint not null,
  state text not null check (state in ('open', 'filled', 'gone', 'unanswered')),
  found_at timestamptz not null,
  asked integer not null, -- how often the wristband was asked for it
  asked_at timestamptz not null,
  closed_at timestamptz,
  check (seq_from <= seq_to),
  check ((closed_at is null) = (state = 'open'))
);
create unique index record_gap_open on record_gap (device_id, life, seq_from) where state = 'open';
create index record_gap_device on record_gap (device_id, found_at);
grant select, insert, update, delete on record_gap to zhengtu_app;
grant usage on all sequences in schema public to zhengtu_app;
