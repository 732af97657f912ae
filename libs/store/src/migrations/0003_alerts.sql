-- Partitions of supervisees, who runs them, what they remember; alerts; what the console is told; who did what.

-- One engine owns a partition at a time. Each takeover raises the epoch; every write of the engine carries the
-- epoch it was given and is refused when it has moved on.
create table engine_partition (
  part smallint primary key,
  epoch bigint not null default 0,
  holder text,
  held_until timestamptz,
  arrival bigint not null default 0 -- everything below this transaction has been judged
);
insert into engine_partition (part) select generate_series(0, 63);

create table engine_snapshot (
  supervisee_id bigint not null references supervisee,
  watermark timestamptz not null, -- event time up to which records are folded in
  arrival bigint not null,
  rules text not null, -- version of the rules that made the state
  state jsonb not null,
  taken_at timestamptz not null,
  primary key (supervisee_id, watermark)
);

create table engine_lane (
  supervisee_id bigint primary key references supervisee,
  stopped_at timestamptz not null,
  reason text not null
);

-- 告警: one a supervisee, kind and episode. Workflow state and the episode's end are two things.
create table alert (
  id bigint generated always as identity primary key,
  episode text not null unique, -- computed from supervisee, kind and start, so that a replay finds the same row
  supervisee_id bigint not null references supervisee,
  division text not null,
  device_id text,
  kind text not null,
  severity text not null check (severity in ('critical', 'serious', 'warning', 'information')),
  state text not null default 'open' check (state in ('open', 'claimed', 'waiting', 'resolved', 'suppressed')),
  occurred_at timestamptz not null,
  detected_at timestamptz not null,
  last_evidence_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  late boolean not null default false,
  count integer not null default 1,
  evidence jsonb not null,
  versions jsonb not null,
  latencies jsonb not null,
  owner bigint references account,
  claimed_at timestamptz,
  acked_by bigint references account,
  acked_at timestamptz,
  due_at timestamptz not null,
  escalation smallint not null default 0,
  escalated_at timestamptz,
  resolution text check (resolution in ('true', 'false', 'technical', 'permitted', 'other')),
  resolution_note text,
  resolved_by bigint references account,
  resolved_at timestamptz,
  version integer not null default 1
);
create index alert_queue on alert (division text_pattern_ops) where state in ('open', 'claimed', 'waiting');
create index alert_closed on alert (occurred_at desc, id) where state in ('resolved', 'suppressed');
create index alert_division on alert (division text_pattern_ops, occurred_at);
create index alert_supervisee on alert (supervisee_id, occurred_at);
create index alert_due on alert (due_at) where state = 'open';

-- What an alert's state is called outside: `ended` is what nobody has closed although it is over.
create function alert_state(a alert) returns text
language sql immutable as $$
  select case
    when a.state in ('resolved', 'suppressed') then a.state
    when a.ended_at is not null then 'ended'
    else a.state
  end
$$;

-- Late records changed what an alert says: the old words stay.
create table alert_revision (
  id bigint generated always as identity primary key,
  alert_id bigint not null references alert,
  at timestamptz not null,
  reason text not null,
  before jsonb not null,
  after jsonb not null
);
create index alert_revision_alert on alert_revision (alert_id);

create table alert_act (
  id bigint generated always as identity primary key,
  alert_id bigint not null references alert,
  at timestamptz not null,
  account_id bigint references account, -- null: the platform itself
  act text not null check (act in ('claim', 'ack', 'note', 'resolve', 'escalate')),
  code text,
  note text
);
create index alert_act_alert on alert_act (alert_id);

-- What consoles are told, in commit order: rows are numbered under the journal lock.
create table feed_event (
  cursor bigint primary key,
  type text not null,
  at timestamptz not null,
  division text, -- null: everybody
  data jsonb not null
);

-- The hash-chained audit log: numbered and chained under the journal lock.
create table audit_entry (
  seq bigint primary key,
  at timestamptz not null,
  actor text not null, -- account:<id>, device:<id>, system:<process>
  role text not null,
  action text not null,
  subject text not null, -- supervisee:<id>, alert:<id>, ...
  division text,
  purpose text,
  detail jsonb not null,
  prev_hash bytea not null,
  hash bytea not null
);
create index audit_entry_subject on audit_entry (subject, seq);
create index audit_entry_actor on audit_entry (actor, seq);
create index audit_entry_at on audit_entry (at);

-- The same request sent twice is answered twice with the first answer. The answer is encrypted with the client's own
-- key, of which only a hash is kept: a device's secret is in one of them.
create table idempotency (
  account_id bigint not null,
  key_hash bytea not null,
  request_hash bytea not null,
  answer bytea not null default '',
  created_at timestamptz not null,
  primary key (account_id, key_hash)
);
create index idempotency_created on idempotency (created_at);
