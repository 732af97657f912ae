-- read_feed_bounds: the oldest event kept and the newest; 0 and 0 for an empty feed.
select
  coalesce(min(cursor), 0)::text as oldest,
  coalesce(max(cursor), 0)::text as newest
from feed_event
