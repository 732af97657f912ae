-- count_sign_in_failure: one more failure; they are forgotten after an hour without one.
-- $1 source_hash bytea  $2 at timestamptz
-- rows: one, with the failures in a row.
insert into sign_in_failure as f (source_hash, failures, last_at, refused_until)
values ($1, 1, $2, $2)
on conflict (source_hash) do update
set
  failures = case when f.last_at < $2::timestamptz - interval '1 hour' then 1 else f.failures + 1 end,
  last_at = $2
returning failures
