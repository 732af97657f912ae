-- advance_partitions: everything below these arrivals is judged, written and in a snapshot.
-- $1 part smallint[]  $2 arrival bigint[]
update engine_partition p
set arrival = greatest(p.arrival, mine.arrival)
from unnest($1::smallint[], $2::bigint[]) as mine (part, arrival)
where p.part = mine.part
