-- list_alert_ids: the queue of a jurisdiction: what nobody has taken on first, then what ended that way, what is taken
-- on, what waits, each by severity and age; at the end what is closed, the newest first. The closed ones are read by
-- themselves, along their index: after some years they are nearly all there are.
-- $1 jurisdiction text  $2 states text[] or null  $3 kinds text[] or null  $4 supervisee_id bigint or null
-- $5 severity text or null  $6 detected since timestamptz or null  $7 after: place int  $8 weight int
-- $9 age bigint, milliseconds of the epoch (negative for closed)  $10 id bigint  $11 limit int
-- rows: the sort keys, which are the cursor.
with pending as (
  select
    a.id,
    case
      when a.ended_at is not null then 1
      when a.state = 'open' then 0
      when a.state = 'claimed' then 2
      else 3
    end as place,
    case a.severity
      when 'critical' then 0
      when 'serious' then 1
      when 'warning' then 2
      else 3
    end as weight,
    (extract(epoch from a.occurred_at) * 1000)::bigint as age
  from alert a
  where a.division like $1 || '%'
    and a.state in ('open', 'claimed', 'waiting')
    and ($2::text[] is null or alert_state(a) = any($2))
    and ($3::text[] is null or a.kind = any($3))
    and ($4::bigint is null or a.supervisee_id = $4)
    and ($5::text is null or a.severity = $5)
    and ($6::timestamptz is null or a.detected_at >= $6)
),
closed as (
  select
    a.id,
    4 as place,
    0 as weight,
    -(extract(epoch from a.occurred_at) * 1000)::bigint as age
  from alert a
  where a.division like $1 || '%'
    and a.state in ('resolved', 'suppressed')
    and ($2::text[] is null or a.state = any($2))
    and ($3::text[] is null or a.kind = any($3))
    and ($4::bigint is null or a.supervisee_id = $4)
    and ($5::text is null or a.severity = $5)
    and ($6::timestamptz is null or a.detected_at >= $6)
    and ($7::int < 4 or a.occurred_at < to_timestamp(-$9::bigint / 1000.0)
      or (a.occurred_at = to_timestamp(-$9::bigint / 1000.0) and a.id > $10::bigint))
  order by a.occurred_at desc, a.id
  limit $11
)
select
  id,
  place,
  weight,
  age
from (
  select id, place, weight, age from pending
  union all
  select id, place, weight, age from closed
) as queue
where (place, weight, age, id) > ($7::int, $8::int, $9::bigint, $10::bigint)
order by place, weight, age, id
limit $11
