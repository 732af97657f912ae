-- What the rule about forbidden areas is told from the beginning.
insert into policy (kind, version, valid_from, parameters, basis) values
  ('zone.entry', 1, '2020-07-01T00:00:00+08:00',
    '{"sigma": 1, "minFixes": 2, "leaveFixes": 2, "maxAccuracyMetres": 200, "crossingSeconds": 300, "maxMetresPerSecond": 50}',
    'Criminal Law art. 38, 72 (injunctions); Implementing Measures art. 24, 39; numbers by the platform')
on conflict do nothing;
