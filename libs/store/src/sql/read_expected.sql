-- read_expected: whoever has a wristband or an approved order that has not ended. $1 part smallint[]  $2 at timestamptz
select
  b.supervisee_id::text
from device_binding b
where b.supervisee_id % 64 = any($1::smallint[])
  and (upper_inf(b.during) or upper(b.during) > $2)
group by b.supervisee_id
