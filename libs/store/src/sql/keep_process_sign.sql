-- keep_process_sign: this process is there, by the database's clock. $1 process text  $2 instance text  $3 facts jsonb as text
insert into process_sign (process, instance, seen_at, facts)
values ($1, $2, clock_timestamp(), $3::text::jsonb)
on conflict (process, instance) do update set
  seen_at = excluded.seen_at,
  facts = excluded.facts
