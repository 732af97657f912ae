-- note_access_refusal: write down that a client was turned away; the same within a minute is counted, not written again.
-- $1 at timestamptz  $2 device_id text  $3 reason text  $4 detail text  $5 copies bigint
-- rows: none.
with
counted as (
  update access_refusal
  set copies = copies + $5::bigint
  where id = (
    select id
    from access_refusal
    where device_id = $2::text
      and reason = $3::text
      and at > $1::timestamptz - interval '1 minute'
    order by at desc
    limit 1
  )
  returning 1
)
insert into access_refusal (at, device_id, reason, detail, copies)
select $1::timestamptz, $2::text, $3::text, $4::text, $5::bigint
where not exists (select from counted)
