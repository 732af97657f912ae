-- Streams that were there before versions were counted: 0 is said of a stream that is not there yet.
alter table device_stream alter column version set default 1;
update device_stream set version = 1 where version = 0;
