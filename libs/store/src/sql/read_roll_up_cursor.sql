-- read_roll_up_cursor: from where to look for hours to judge, kept from others while this transaction looks; and how far:
-- below the horizon all is decided, and visible to the statements that follow.
-- rows: none while somebody else is looking.
select
  arrival,
  (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as horizon,
  hour
from roll_up_cursor
for update skip locked
