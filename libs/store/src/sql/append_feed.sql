-- append_feed: add events to the console feed. The journal must be locked.
-- $1 cursor bigint[]  $2 type text[]  $3 at timestamptz[]  $4 division text[]  $5 data jsonb[] as text[]
insert into feed_event (cursor, type, at, division, data)
select cursor, type, at, division, data::jsonb
from unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::text[], $5::text[])
  as event (cursor, type, at, division, data)
