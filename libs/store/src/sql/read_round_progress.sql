-- read_round_progress: from which arrival on a round has to look, the least over some partitions; for those it never
-- looked at, from now on. $1 round text  $2 part smallint[]
select
  coalesce(min(p.arrival), (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint)::text as arrival
from unnest($2::smallint[]) as asked (part)
left join round_progress p on p.part = asked.part and p.round = $1
