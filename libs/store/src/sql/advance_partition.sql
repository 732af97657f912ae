-- advance_partition: everything below this arrival is judged, written and in a snapshot.
-- $1 part smallint  $2 arrival bigint
update engine_partition
set arrival = greatest(arrival, $2)
where part = $1
