-- thin_engine_snapshots: of what is older than ten minutes before a supervisee's newest snapshot, the first of each hour
-- stays. $1 supervisee_id bigint[]
delete from engine_snapshot s
where s.supervisee_id = any($1::bigint[])
  and s.watermark < (
    select max(n.watermark) - interval '10 minutes'
    from engine_snapshot n
    where n.supervisee_id = s.supervisee_id
  )
  and exists (
    select
    from engine_snapshot e
    where e.supervisee_id = s.supervisee_id
      and e.watermark < s.watermark
      and e.watermark >= date_bin(interval '1 hour', s.watermark, timestamptz '2000-01-01T00:00:00Z')
  )
