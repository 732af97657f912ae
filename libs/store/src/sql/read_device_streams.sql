-- read_device_streams: what is on disk of a device, memory life by memory life, the newest first.
-- $1 device_id text
-- rows: ack is the end of the first stored range; gaps are what is missing before the newest, at most 100 a life.
select
  life,
  boot,
  newest_seq,
  upper((select range from unnest(stored) as range order by range limit 1)) - 1 as ack,
  coalesce((
    select jsonb_agg(jsonb_build_object('from', lower(range), 'to', upper(range) - 1,
      'state', case when gone @> range then 'gone' else 'missing' end) order by range)
    from (
      select range
      from (
        select unnest(range_merge(stored)::int8multirange - stored - gone) as range
        union all
        select unnest(gone - stored)
      ) hole
      where life > 0
      order by range
      limit 100
    ) hole
  ), '[]') as gaps
from device_stream
where device_id = $1
order by life desc
