-- read_device_gaps: numbers that were missing and asked for, those still missing first. $1 device_id text  $2 limit int
select
  life,
  seq_from::double precision,
  seq_to::double precision,
  state,
  found_at,
  asked,
  closed_at
from record_gap
where device_id = $1
order by closed_at desc nulls first, life desc, seq_from desc
limit $2
