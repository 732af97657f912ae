-- How long things are kept, and what keeps them longer. Only the function below deletes records; it looks at the policy
-- and at the holds itself, so no program can go past them.

-- 保全: as long as a hold is open, nothing of this person is deleted, whatever the policy says.
create table legal_hold (
  id bigint generated always as identity primary key,
  supervisee_id bigint not null references supervisee,
  ground text not null check (ground in ('litigation', 'complaint', 'revocation', 'prosecution', 'inquiry', 'other')),
  reason text not null,
  placed_by bigint not null references account,
  placed_role text not null,
  placed_at timestamptz not null,
  released_by bigint references account,
  released_at timestamptz,
  release_reason text,
  check ((released_at is null) = (released_by is null))
);
create index legal_hold_supervisee on legal_hold (supervisee_id);
create index legal_hold_open on legal_hold (supervisee_id) where released_at is null;
grant select, insert on legal_hold to zhengtu_app;
grant update (released_by, released_at, release_reason) on legal_hold to zhengtu_app;

-- Whose records were deleted, so that nobody looks for them again.
create table record_deletion (
  supervisee_id bigint primary key references supervisee,
  deleted_at timestamptz not null
);
grant select on record_deletion to zhengtu_app;

insert into policy (kind, version, valid_from, parameters, basis) values
  ('retention.record', 1, '2020-07-01T00:00:00+08:00', '{"afterTermDays": 180}',
    'PIPL art. 19: the shortest time needed; kept until penalties, revocation and supervision are final; days by the platform, to be set by the local rules on correction files'),
  ('retention.sealed_record', 1, '2020-07-01T00:00:00+08:00', '{"days": 183}',
    'PIPL art. 19; as long as the logs that show how they came in'),
  ('retention.quarantine', 1, '2020-07-01T00:00:00+08:00', '{"days": 183}',
    'Cybersecurity Law art. 21 (2016 numbering): network logs at least six months'),
  ('retention.access_refusal', 1, '2020-07-01T00:00:00+08:00', '{"days": 183}',
    'Cybersecurity Law art. 21 (2016 numbering): network logs at least six months')
on conflict do nothing;

-- The days in force for a kind; null: kept for ever.
create function retention_days(of_kind text, name text, today date) returns integer
language sql stable as $$
  select (parameters ->> name)::integer
  from policy
  where kind = 'retention.' || of_kind and division = '' and valid_from <= today
  order by version desc
  limit 1
$$;

-- Whether a person's records are no longer needed: supervision and every order over for so many days, and no hold.
create function records_are_over(person bigint, today date, after_days integer) returns boolean
language sql stable as $$
  select s.term_to + after_days <= today
    and not exists (select from legal_hold h where h.supervisee_id = s.id and h.released_at is null)
    and not exists (
      select from device_order o
      where o.supervisee_id = s.id and least(o.valid_to, o.ended_at) + make_interval(days => after_days) > today::timestamptz
    )
    and not exists (select from device_binding b where b.supervisee_id = s.id and upper_inf(b.during))
  from supervisee s
  where s.id = person
$$;

-- The days that records are stored in, on either database.
create function record_days() returns table (place regclass, first_at timestamptz, last_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if to_regclass('record_elsewhen') is null then
    return query execute $q$
      select format('%I.%I', chunk_schema, chunk_name)::regclass, range_start, range_end
      from timescaledb_information.chunks
      where hypertable_schema = 'public' and hypertable_name = 'record'
    $q$;
  else
    return query
      select c.oid::regclass,
        to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp at time zone 'UTC',
        (to_date(right(c.relname, 8), 'YYYYMMDD') + 1)::timestamp at time zone 'UTC'
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'record'::regclass and c.relname ~ '^record_[0-9]{8}$';
  end if;
end
$$;

-- Deletes what is no longer to be kept, people_at_once people at most. Answers what was deleted: whole days in which
-- nobody's records are needed any more, the rest of one person each, and what has no person.
create function delete_old_records(today date, people_at_once integer)
returns table (what text, supervisee_id bigint, place text, people bigint, records bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  after_days integer := retention_days('record', 'afterTermDays', today);
  day record;
  person bigint;
  kind text;
  days integer;
  needed boolean;
begin
  -- A hold is placed before this or after it, never meanwhile.
  perform pg_advisory_xact_lock(hashtext('legal_hold'));
  if after_days is not null then
    for day in select * from record_days() d where d.last_at <= (today - after_days)::timestamptz order by d.first_at loop
      -- What somebody holds, or still needs, keeps the day; the rest of it goes person by person.
      execute format('select exists (select from %s r where not records_are_over(r.supervisee_id, $1, $2))', day.place)
        into needed using today, after_days;
      continue when needed;
      what := 'record';
      supervisee_id := null;
      place := to_char(day.first_at at time zone 'UTC', 'YYYY-MM-DD');
      execute format('select count(*), count(distinct r.supervisee_id) from %s r', day.place) into records, people;
      if to_regclass('record_elsewhen') is null then
        perform drop_chunks('record', older_than => day.last_at, newer_than => day.first_at);
      else
        execute format('drop table %s', day.place);
      end if;
      if records > 0 then
        return next;
      end if;
    end loop;
    for person in
      select s.id from supervisee s
      where s.term_to + after_days <= today
        and not exists (select from record_deletion d where d.supervisee_id = s.id)
        and records_are_over(s.id, today, after_days)
      order by s.id
      limit people_at_once
    loop
      delete from record r where r.supervisee_id = person;
      get diagnostics records = row_count;
      insert into record_deletion values (person, today);
      what := 'record';
      supervisee_id := person;
      place := null;
      people := 1;
      return next;
    end loop;
  end if;
  foreach kind in array array['sealed_record', 'quarantine', 'access_refusal'] loop
    days := retention_days(kind, 'days', today);
    continue when days is null;
    execute format('delete from %I k where k.%I < $1 and not exists (
        select from device_binding b join legal_hold h on h.supervisee_id = b.supervisee_id and h.released_at is null
        where b.device_id = k.device_id)',
      kind, case kind when 'access_refusal' then 'at' else 'received_at' end)
      using (today - days)::timestamptz;
    get diagnostics records = row_count;
    what := kind;
    supervisee_id := null;
    place := null;
    people := null;
    if records > 0 then
      return next;
    end if;
  end loop;
end
$$;
revoke all on function delete_old_records from public;
grant execute on function delete_old_records to zhengtu_app;
