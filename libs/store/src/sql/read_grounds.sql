-- read_grounds: silences, open straps and exits that go on, or were over after a time. Over is what ended, or was closed by
-- an officer, whichever was first; the end of an order or of a binding says nothing about where somebody is.
-- $1 supervisee_id bigint[]  $2 over since timestamptz[]
select
  a.supervisee_id::text,
  a.id::text,
  a.kind,
  a.occurred_at,
  a.ended_at is null as goes_on,
  over.at as over_at
from unnest($1::bigint[], $2::timestamptz[]) as l (supervisee_id, since)
join alert a on a.supervisee_id = l.supervisee_id
cross join lateral (
  select least(a.resolved_at, case when a.end_reason in ('order-ended', 'binding-ended') then null else a.ended_at end) as at
) over
where a.kind in ('device.silent', 'strap.open', 'zone.exit')
  and (over.at is null or over.at >= l.since)
  and (a.ended_at is null or a.ended_at >= l.since)
