-- Where a device's clock is not believed, clock_offset_ms is device time minus true time as intake measured it, and
-- corrected_at is what its time was by that; `at` stays what the device said.
alter table record add column corrected_at timestamptz;

-- What intake knows of the clock from one batch to the next. Ten numbers, null where there is none: the newest record
-- whose time was believed (number, time); of a clock that is wrong its offset, the start it belongs to and its newest
-- time; of messages that came late one after the other since when, how many, how late the first and the last, and when
-- the last was received. Times and lengths in milliseconds.
alter table device_stream add column clock bigint[];

insert into policy (kind, version, valid_from, parameters, basis) values
  ('clock.wrong', 1, '2020-07-01T00:00:00+08:00', '{}', 'Community Correction Law art. 29');
