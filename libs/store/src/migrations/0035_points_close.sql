-- 月度结算: an office closes a month; each person is in one close of a month. Made line by line, so that it goes on where
-- it stopped; what was made is never made again.
create table points_close (
  id bigint generated always as identity primary key,
  division text not null check (division ~ '^[0-9]{6,12}$'),
  month date not null check (extract(day from month) = 1),
  scheme_id bigint not null,
  version integer not null,
  begun_by bigint not null references account,
  begun_at timestamptz not null,
  foreign key (scheme_id, version) references points_scheme_version,
  unique (division, month),
  unique (id, month),
  unique (id, begun_by)
);

create table points_close_line (
  close_id bigint not null,
  month date not null,
  supervisee_id bigint not null references supervisee,
  opening bigint,
  base bigint,
  additions bigint not null,
  deductions bigint not null,
  closing bigint,
  parts jsonb not null, -- hundredths by part, as text
  band text,
  grade text,
  class_proposal jsonb,
  prompts jsonb not null,
  secret boolean not null, -- a minor, or sealed: in no publicity
  at timestamptz not null,
  primary key (supervisee_id, month),
  foreign key (close_id, month) references points_close (id, month)
);
create index points_close_line_close on points_close_line (close_id);

-- How far it is. The county that reviews is not who closed.
create table points_close_step (
  close_id bigint not null,
  step text not null check (step in ('computed', 'published', 'final', 'sent')),
  after text generated always as (
    case step when 'published' then 'computed' when 'final' then 'published' when 'sent' then 'final' end
  ) stored,
  by_account bigint not null, -- 0: the platform itself
  actor bigint generated always as (nullif(by_account, 0)) stored references account,
  begun_by bigint not null,
  until timestamptz, -- of publicity: until when; objections are heard until then
  at timestamptz not null,
  primary key (close_id, step),
  foreign key (close_id, begun_by) references points_close (id, begun_by),
  foreign key (close_id, after) references points_close_step (close_id, step),
  check (step <> 'final' or (by_account <> begun_by and by_account <> 0))
);

grant select, insert on points_close, points_close_line, points_close_step to zhengtu_app;
