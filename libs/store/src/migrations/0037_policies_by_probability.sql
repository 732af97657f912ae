-- What quality was found to want: an entry goes by probability as an exit does; where somebody was an hour ago says nothing
-- about now; and being told of an approach is told what it goes by.
insert into policy (kind, version, valid_from, parameters, basis) values
  ('zone.entry', 2, '2026-11-23T00:00:00+08:00',
    '{"sigma": 1, "minFixes": 2, "probability": 0.997, "probabilityAlone": 0.9995, "leaveFixes": 2, "maxAccuracyMetres": 200,
      "crossingSeconds": 300, "maxMetresPerSecond": 50}',
    'Criminal Law art. 38, 72 (injunctions); Implementing Measures art. 24, 39; numbers by the platform'),
  ('zone.absent', 2, '2026-11-23T00:00:00+08:00',
    '{"sigma": 2, "dwellSeconds": 60, "minFixes": 2, "maxAccuracyMetres": 500, "returnFixes": 2, "maxAgeSeconds": 3600}',
    'Community Correction Law art. 23, art. 26; numbers by the platform')
on conflict do nothing;
