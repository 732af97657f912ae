-- keep_round_progress: after the partitions were fenced. $1 round text  $2 part smallint[]  $3 arrival bigint
insert into round_progress (round, part, arrival)
select $1, part, $3
from unnest($2::smallint[]) as looked (part)
on conflict (round, part) do update
set arrival = excluded.arrival
