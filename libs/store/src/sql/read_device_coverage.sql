-- read_device_coverage: when whom each device lawfully watches: bound to somebody with an order that was approved and not ended.
-- $1 device_id text[]
-- rows: one a binding and order, with the first instant that counts and the first that does not, in milliseconds since
-- the epoch. An order always has both ends, so their overlap has.
select
  b.device_id,
  b.supervisee_id,
  (extract(epoch from lower(lawful.during)) * 1000)::double precision as from_ms,
  (extract(epoch from upper(lawful.during)) * 1000)::double precision as to_ms
from unnest($1::text[]) as asked (device_id)
join device_binding b on b.device_id = asked.device_id
join device_order o on o.supervisee_id = b.supervisee_id
cross join lateral (select b.during * tstzrange(o.valid_from, least(o.valid_to, o.ended_at)) as during) lawful
where o.approved_at is not null
  and o.valid_from < least(o.valid_to, o.ended_at)
  and not isempty(lawful.during)
