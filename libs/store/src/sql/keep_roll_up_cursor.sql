-- keep_roll_up_cursor: everything below is marked. $1 arrival bigint  $2 hour timestamptz
update roll_up_cursor
set arrival = $1, hour = $2
