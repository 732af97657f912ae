-- end_binding: the open binding of a device ends; not before it began. $1 device_id text  $2 at timestamptz
-- rows: whom it was bound to, or none.
update device_binding
set during = tstzrange(lower(during), greatest($2::timestamptz, lower(during) + interval '1 millisecond'))
where device_id = $1
  and upper_inf(during)
returning supervisee_id
