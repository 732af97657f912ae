-- withdraw_points_fact: none when it was withdrawn before. $1 fact_id bigint  $2 reason text  $3 by bigint
-- $4 at timestamptz
insert into points_fact_withdrawal (fact_id, reason, withdrawn_by, withdrawn_at)
values ($1, $2, $3, $4)
on conflict do nothing
returning fact_id::text
