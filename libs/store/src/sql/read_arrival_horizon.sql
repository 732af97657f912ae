-- read_arrival_horizon: every transaction below this one is decided; what it stored can be read now, or never will be.
-- rows: one. horizon bigint as text.
select (pg_snapshot_xmin(pg_current_snapshot())::text) as horizon
