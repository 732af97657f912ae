-- read_supervisees: supervisees as a list or a file shows them, by id.
-- $1 ids bigint[]  $2 jurisdiction text  $3 at timestamptz
select
  s.id,
  s.name,
  s.division,
  s.category,
  s.term_from::text,
  s.term_to::text,
  s.minor,
  s.note,
  s.version,
  s.created_at,
  b.device_id,
  lower(b.during) as bound_from,
  d.interval_s,
  stream.last_received_at,
  o.id as order_id,
  o.valid_from,
  o.valid_to,
  (
    select count(*)::int
    from alert a
    where a.supervisee_id = s.id
      and a.state not in ('resolved', 'suppressed')
  ) as open_alerts
from supervisee s
left join device_binding b on b.supervisee_id = s.id and b.during @> $3::timestamptz
left join device d on d.id = b.device_id
left join lateral (
  select max(last_received_at) as last_received_at
  from device_stream
  where device_id = b.device_id
) stream on true
left join lateral (
  select id, valid_from, valid_to
  from device_order
  where supervisee_id = s.id
    and state = 'approved'
    and valid_from <= $3
    and valid_to > $3
  order by valid_to desc
  limit 1
) o on true
where s.id = any($1::bigint[])
  and s.division like $2 || '%'
order by s.id
