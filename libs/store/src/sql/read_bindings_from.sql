-- read_bindings_from: bindings of a device or a supervisee that reach into the time from $3 on; locked by the caller.
-- $1 device_id text  $2 supervisee_id bigint  $3 from timestamptz
select
  device_id,
  supervisee_id,
  lower(during) as bound_from
from device_binding
where (device_id = $1 or supervisee_id = $2)
  and during && tstzrange($3, null)
order by lower(during)
