-- read_memory_lives: which numbers of devices are on disk, by memory life. Lock the devices in a statement before this
-- one: a statement that waits for a lock goes on with what it saw before.
-- $1 device_id text[]
select
  device_id,
  life,
  boot,
  stored::text,
  gone::text,
  newest_seq::text,
  newest_at
from device_stream
where device_id = any($1::text[])
