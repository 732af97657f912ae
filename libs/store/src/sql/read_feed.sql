-- read_feed: what one console is told after a cursor and up to another.
-- $1 after bigint  $2 up to and with bigint  $3 jurisdiction text  $4 events about people too boolean  $5 limit int
select
  cursor,
  type,
  at,
  division,
  data
from feed_event
where cursor > $1
  and cursor <= $2
  and (division is null or ($4 and division like $3 || '%'))
order by cursor
limit $5
