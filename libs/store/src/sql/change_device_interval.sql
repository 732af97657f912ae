-- change_device_interval: a wristband reports at another interval now, by its own word. $1 device text  $2 seconds int
-- $3 command bigint: a later one that was carried out stays
-- rows: one; none when nothing changes.
update device d
set interval_s = $2
where d.id = $1
  and d.interval_s <> $2
  and not exists (
    select from device_command n
    where n.device_id = $1
      and n.cmd = 'interval'
      and n.result = 'done'
      and n.id > $3
  )
returning d.id
