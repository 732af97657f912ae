-- add_access_refusal: something was refused at the door.
-- $1 at timestamptz  $2 device_id text  $3 reason text  $4 detail text  $5 copies bigint
-- rows: one; the refusal's identifier.
insert into access_refusal (at, device_id, reason, detail, copies)
values ($1, $2, $3, $4, $5)
returning id::text
