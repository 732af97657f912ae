-- find_device_secrets: what the secrets of devices are checked against.
-- $1 device_ids text[]
-- rows: one for each device that there is.
select
  id,
  secret_salt as salt,
  secret_hash as hash,
  disabled_at is not null as disabled
from device
where id = any($1)
