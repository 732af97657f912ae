-- delete_old_feed: the oldest events of the feed that no console is told any more, as many at once as given.
-- $1 today date in China  $2 how many at most int
-- rows: one, with how many there were.
select delete_old_feed($1::date, $2::integer)::integer as events
