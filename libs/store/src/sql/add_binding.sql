-- add_binding: open-ended. $1 device_id text  $2 supervisee_id bigint  $3 from timestamptz
insert into device_binding (device_id, supervisee_id, during)
values ($1, $2, tstzrange($3, null))
