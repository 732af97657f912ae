-- Orders are reconciled with wristbands again and again, and lost contact opens a search.

-- What rounds look for and what goes on.
create index alert_reconciled on alert (supervisee_id)
  where ended_at is null and kind in ('order.ending', 'order.uncovered', 'abscondment.suspected');

insert into policy (kind, version, valid_from, parameters, basis) values
  ('order.ending', 1, '2020-07-01T00:00:00+08:00', '{"days": 14, "share": 0.25}',
    'Community Correction Law art. 29 (2): three months at most, renewal after an assessment and a new approval; how long before is by the platform, to be set by the local rules'),
  ('order.uncovered', 1, '2020-07-01T00:00:00+08:00',
    '{"unboundSeconds": 3600, "neverSeconds": 3600, "silentSeconds": 86400, "againSeconds": 86400}',
    'Community Correction Law art. 29, 26; times by the platform, to be set by the local rules')
on conflict do nothing;
