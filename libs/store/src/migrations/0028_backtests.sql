-- 试算: what another policy, zone or rule would have found in what is stored. A row is who asked for what, how far it is, and
-- what came of it; the worker goes on from the row, whoever began it.
create table backtest (
  id bigint generated always as identity primary key,
  division text not null, -- whose people
  office text not null, -- of whoever asked: so many wait for an office, and no more
  change jsonb not null, -- what would be different, as it was asked for
  since timestamptz not null,
  until timestamptz not null,
  reason text not null,
  people bigint[] not null, -- whom, in the order in which they are judged
  asked_by bigint not null references account,
  asked_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done integer not null default 0, -- how many of them were judged
  records bigint not null default 0,
  result jsonb, -- null until somebody was judged
  run_by text, -- which process, since when it was last heard of
  beat_at timestamptz,
  ended_at timestamptz,
  check (since < until),
  check (done <= cardinality(people))
);
create index backtest_to_do on backtest (id) where state in ('waiting', 'running');
create index backtest_division on backtest (division text_pattern_ops, id);
grant select, insert on backtest to zhengtu_app;
grant update (state, done, records, result, run_by, beat_at, ended_at) on backtest to zhengtu_app;
