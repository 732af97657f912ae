-- lock_devices: keep others who lock from taking in records of these devices until the end of the transaction. In one
-- order for all, so that two batches never wait for each other. What is there is read in a statement after this one: a
-- statement that waits for a lock goes on with what it saw before.
-- $1 device_id text[]
select 1
from device
where id = any($1::text[])
order by id
for no key update
