-- How long consoles can be told what they missed. Every event tells of a row that is kept elsewhere (alert, command,
-- condition): what goes here is the telling, so no legal hold is concerned.

insert into policy (kind, version, valid_from, parameters, basis) values
  ('retention.feed_event', 1, '2020-07-01T00:00:00+08:00', '{"days": 14}',
    'PIPL art. 19: names are in it; a console that was away for longer than the longest public holidays loads everything anew')
on conflict do nothing;

-- Deletes the oldest events, at_once at most; answers how many. Always all up to a cursor, so that what is left has no
-- hole, and never the newest, from which the next one is numbered.
create function delete_old_feed(today date, at_once integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  days integer := retention_days('feed_event', 'days', today);
  midnight timestamptz := today::timestamp at time zone 'Asia/Shanghai';
  stays bigint;
  deleted bigint;
begin
  if days is null then
    return 0;
  end if;
  select least(
    (select f.cursor from feed_event f where f.at >= midnight - make_interval(days => days) order by f.cursor limit 1),
    (select max(f.cursor) from feed_event f))
  into stays;
  delete from feed_event e
  where e.cursor in (select f.cursor from feed_event f where f.cursor < stays order by f.cursor limit at_once);
  get diagnostics deleted = row_count;
  return deleted;
end
$$;
revoke all on function delete_old_feed from public;
grant execute on function delete_old_feed to zhengtu_app;
