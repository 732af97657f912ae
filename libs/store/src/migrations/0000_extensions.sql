-- no-transaction
-- TimescaleDB where the server has it. Where it has not, or it is not preloaded, plain PostgreSQL serves (0002).
do $$
begin
  if exists (select from pg_available_extensions where name = 'timescaledb')
    and current_setting('shared_preload_libraries') like '%timescaledb%' then
    create extension if not exists timescaledb;
  end if;
end
$$;
