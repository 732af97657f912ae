-- lock_devices: keep everybody else from changing the streams of these devices until the end of the transaction. In
-- the order of their identifiers, so that two batches never wait for each other.
-- $1 id text[]
-- rows: the devices that are registered.
select id
from device
where id = any($1::text[])
order by id
for no key update
