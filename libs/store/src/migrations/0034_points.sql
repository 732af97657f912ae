-- 计分考核: a ledger that only grows. What somebody's score is, is the sum of what is booked for him; a correction is a
-- further line. The applications may insert here and read, and nothing else: that is the database's word.

create table points_scheme (
  id bigint generated always as identity primary key,
  code text not null,
  division text not null, -- for whom: everybody whose code starts with this
  created_at timestamptz not null,
  unique (code, division)
);

create table points_scheme_version (
  scheme_id bigint not null references points_scheme,
  version integer not null,
  document text not null, -- as it was written: JSON
  note text not null,
  made_by bigint not null references account,
  made_at timestamptz not null,
  primary key (scheme_id, version),
  unique (scheme_id, version, made_by)
);

-- From which month a version applies. Nobody enacts what he wrote himself.
create table points_enactment (
  id bigint generated always as identity primary key,
  scheme_id bigint not null,
  version integer not null,
  made_by bigint not null,
  from_month date not null check (extract(day from from_month) = 1),
  enacted_by bigint not null references account,
  enacted_at timestamptz not null,
  foreign key (scheme_id, version, made_by) references points_scheme_version (scheme_id, version, made_by),
  check (enacted_by <> made_by)
);
create index points_enactment_from on points_enactment (from_month);

-- What is on record about somebody besides what wristbands say: reports, education, public-benefit work, decisions.
create table points_fact (
  id bigint generated always as identity primary key,
  supervisee_id bigint not null references supervisee,
  kind text not null,
  at timestamptz not null,
  until timestamptz not null,
  hours bigint check (hours > 0), -- in hundredths
  outcome text,
  evidence text not null,
  recorded_by bigint not null references account,
  recorded_at timestamptz not null,
  check (at <= until)
);
create index points_fact_supervisee on points_fact (supervisee_id, at);
create index points_fact_recorded on points_fact (recorded_at);
create table points_fact_withdrawal (
  fact_id bigint primary key references points_fact,
  reason text not null,
  withdrawn_by bigint not null references account,
  withdrawn_at timestamptz not null
);

-- 积分条目. Whoever proposed it is 0 when the platform did.
create table points_entry (
  id bigint generated always as identity primary key,
  supervisee_id bigint not null references supervisee,
  division text not null,
  scheme_id bigint not null,
  version integer not null,
  item text not null,
  part text not null,
  adds boolean not null,
  asked bigint not null check (asked > 0), -- hundredths of a point, before any cap
  occurred_at timestamptz not null,
  reason text not null,
  fact_id bigint references points_fact,
  proposed_by bigint not null,
  proposer bigint generated always as (nullif(proposed_by, 0)) stored references account,
  proposed_at timestamptz not null,
  foreign key (scheme_id, version) references points_scheme_version,
  unique (id, proposed_by),
  unique (id, supervisee_id),
  unique (fact_id, item) -- a fact proposes an item once
);
create index points_entry_supervisee on points_entry (supervisee_id, occurred_at);
create index points_entry_division on points_entry (division text_pattern_ops, id);

-- Every alert of the outing that an entry is about. An alert costs points once at the most.
create table points_entry_alert (
  alert_id bigint primary key references alert,
  entry_id bigint not null references points_entry
);
create index points_entry_alert_entry on points_entry_alert (entry_id);

-- What was done with an entry. It is confirmed by a person, and never by who proposed it; what is overturned was
-- confirmed before; what is reviewed was objected to.
create table points_act (
  id bigint generated always as identity primary key,
  entry_id bigint not null,
  act text not null check (act in ('confirmed', 'withdrawn', 'objected', 'upheld', 'overturned')),
  after text generated always as (
    case act when 'objected' then 'confirmed' when 'overturned' then 'confirmed' when 'upheld' then 'objected' end
  ) stored,
  by_account bigint not null, -- 0: the platform itself
  actor bigint generated always as (nullif(by_account, 0)) stored references account,
  proposed_by bigint not null,
  reason text not null,
  evidence text[] not null default '{}',
  due_at timestamptz, -- by when an objection is to be answered
  at timestamptz not null,
  unique (entry_id, act),
  foreign key (entry_id, proposed_by) references points_entry (id, proposed_by),
  foreign key (entry_id, after) references points_act (entry_id, act),
  check (act <> 'confirmed' or (by_account <> proposed_by and by_account <> 0)),
  check (act <> 'upheld' or by_account <> 0),
  check (act <> 'overturned' or by_account <> 0 or cardinality(evidence) > 0),
  check ((act = 'objected') = (due_at is not null))
);
create unique index points_act_decided on points_act (entry_id) where act in ('confirmed', 'withdrawn');

-- What is booked: by how much an entry, and what it leaves of caps to the others, changes the score.
create table points_movement (
  id bigint generated always as identity primary key,
  entry_id bigint not null,
  supervisee_id bigint not null,
  amount bigint not null, -- signed hundredths
  capped bigint not null check (capped >= 0), -- what of the entry does not count now
  cap text, -- by what
  month date not null check (extract(day from month) = 1), -- in which month it counts: one that is not closed
  at timestamptz not null,
  foreign key (entry_id, supervisee_id) references points_entry (id, supervisee_id)
);
create index points_movement_supervisee on points_movement (supervisee_id, month);
create index points_movement_entry on points_movement (entry_id);

grant select, insert on points_scheme, points_scheme_version, points_enactment, points_fact, points_fact_withdrawal,
  points_entry, points_entry_alert, points_act, points_movement to zhengtu_app;

-- Up to when the platform has looked at what changed about people; a little before it is looked at again.
create table points_round (
  one boolean primary key default true check (one),
  looked_at timestamptz not null
);
insert into points_round (looked_at) values ('2020-01-01T00:00:00+08:00');
grant select on points_round to zhengtu_app;
grant update (looked_at) on points_round to zhengtu_app;
create index alert_resolved on alert (resolved_at) where resolved_at is not null;
create index alert_revision_contradicted on alert_revision (at) where reason = 'contradicted';
create index leave_version_made on leave_version (made_at);
