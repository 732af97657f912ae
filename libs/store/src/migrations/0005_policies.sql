-- What the rules are told from the beginning. A change is a new version with the day it applies from.
insert into policy (kind, version, valid_from, parameters, basis) values
  ('zone.exit', 1, '2020-07-01T00:00:00+08:00',
    '{"sigma": 2, "dwellSeconds": 20, "minFixes": 2, "maxAccuracyMetres": 500, "returnFixes": 2}',
    'Community Correction Law art. 27, in force since 1 July 2020; numbers by the platform'),
  ('strap.open', 1, '2020-07-01T00:00:00+08:00', '{}', 'Community Correction Law art. 29'),
  ('device.silent', 1, '2020-07-01T00:00:00+08:00', '{"intervals": 5, "floorSeconds": 25}',
    'Community Correction Law art. 26, art. 29; numbers by the platform')
on conflict do nothing;
