-- keep_engine_member: this engine is running, by the database's clock. $1 name text  $2 lease_ms int
insert into engine_member (name, seen_until)
values ($1, clock_timestamp() + $2 * interval '1 millisecond')
on conflict (name) do update set seen_until = excluded.seen_until
