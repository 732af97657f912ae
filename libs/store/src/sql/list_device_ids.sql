-- list_device_ids: a page of a jurisdiction, the longest silent first.
-- $1 jurisdiction text  $2 after silent_since (microseconds of the epoch, 0 for never) bigint  $3 after id text  $4 limit int
select
  id,
  silent_since
from (
  select
    d.id,
    coalesce((
      select (extract(epoch from max(last_received_at)) * 1000000)::bigint
      from device_stream
      where device_id = d.id
    ), 0) as silent_since
  from device d
  where d.division like $1 || '%'
) device
where (silent_since, id) > ($2::bigint, $3::text)
order by silent_since, id
limit $4
