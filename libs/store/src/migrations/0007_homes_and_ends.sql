-- Where somebody was registered, and until when, is what the register's changes say: a move to another county must not
-- be judged by before it was made.
create index world_change_home on world_change (supervisee_id, id) where what = 'supervisee';
-- Silences that ended a short while ago are read when an engine takes a partition over.
create index alert_ended_silence on alert (ended_at) where kind = 'device.silent' and ended_at is not null;
