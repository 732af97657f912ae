-- find_engine_wakes: whose newest snapshot says that rules may find something though nothing is heard. $1 part smallint[]
select
  supervisee_id::text,
  wakes_at
from (
  select distinct on (supervisee_id)
    supervisee_id,
    wakes_at
  from engine_snapshot
  where supervisee_id % 64 = any($1::smallint[])
  order by supervisee_id, watermark desc
) newest
where wakes_at is not null
