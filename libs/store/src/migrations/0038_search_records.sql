-- 查找记录: somebody has lost contact and is searched for (Community Correction Law art. 30). Opened with the alert that
-- suspects it; what is done in the search is written by its workflow, as further versions. Nothing in it is ever changed.
create table search_record (
  id bigint generated always as identity primary key,
  supervisee_id bigint not null references supervisee,
  alert_id bigint not null unique references alert,
  lost_at timestamptz not null, -- the first attempt at contact that failed
  created_at timestamptz not null
);
create index search_record_supervisee on search_record (supervisee_id);

create table search_record_version (
  search_id bigint not null references search_record,
  version integer not null,
  state text not null check (state in ('opened', 'alert_over')),
  note text,
  made_by bigint references account, -- null: the platform itself
  made_at timestamptz not null,
  primary key (search_id, version),
  check ((version = 1) = (state = 'opened'))
);
grant select, insert on search_record, search_record_version to zhengtu_app;
revoke update, delete, truncate on search_record, search_record_version from zhengtu_app;

-- What goes on and may come to lost contact.
create index alert_ground on alert (supervisee_id)
  where ended_at is null and kind in ('device.silent', 'strap.open', 'zone.exit');

insert into policy (kind, version, valid_from, parameters, basis) values
  ('abscondment.suspected', 1, '2020-07-01T00:00:00+08:00',
    '{"unresolvedSeconds": {"device.silent": 14400, "strap.open": 1800, "zone.exit": 7200}, "attempts": 2, "apartSeconds": 1800}',
    'Community Correction Law art. 30 (search at once when contact is lost); from when on contact counts as lost is by the platform, to be set by the local rules')
on conflict do nothing;
