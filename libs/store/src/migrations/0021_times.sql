-- What zone.absent is told from the beginning. No text gives figures for it: these are the platform's own.
insert into policy (kind, version, valid_from, parameters, basis) values
  ('zone.absent', 1, '2020-07-01T00:00:00+08:00',
    '{"sigma": 2, "dwellSeconds": 60, "minFixes": 2, "maxAccuracyMetres": 500, "returnFixes": 2, "maxAgeSeconds": 86400}',
    'Community Correction Law art. 23, art. 26; numbers by the platform')
on conflict do nothing;
