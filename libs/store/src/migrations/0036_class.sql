-- 管理类别: 严管, 普管, 宽管. A person decides; what was proposed to him, and why, stays beside it.
create table points_class (
  id bigint generated always as identity primary key,
  supervisee_id bigint not null references supervisee,
  class text not null check (class in ('strict', 'ordinary', 'lenient')),
  reason text not null,
  proposal jsonb, -- null: nothing was proposed
  duties jsonb not null, -- how often to report, hours, the wristband's interval
  decided_by bigint not null references account,
  decided_at timestamptz not null
);
create index points_class_supervisee on points_class (supervisee_id, id);
grant select, insert on points_class to zhengtu_app;
