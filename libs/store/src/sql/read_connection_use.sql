-- read_connection_use: connections of the server in use, in percent of those that are not kept for its administrators.
-- rows: one. Other people's sessions are seen, not what they do; background processes have no user.
select
  100.0::double precision * (select count(*) from pg_stat_activity where usesysid is not null)
    / greatest(1, current_setting('max_connections')::integer
      - current_setting('superuser_reserved_connections')::integer
      - coalesce(nullif(current_setting('reserved_connections', true), '')::integer, 0)) as used
