-- find_device_secret: what a device's secret is checked against.
-- $1 device_id text
-- rows: none or one.
select
  secret_salt as salt,
  secret_hash as hash,
  disabled_at is not null as disabled
from device
where id = $1
