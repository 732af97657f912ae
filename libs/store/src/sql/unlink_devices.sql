-- unlink_devices: nobody is connected: the broker has just started and remembers nothing. $1 at timestamptz
update device_link set
  online = false,
  changed_at = $1
where online
