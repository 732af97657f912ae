-- add_backtest: $1 division text  $2 office text  $3 change jsonb  $4 since timestamptz  $5 until timestamptz
-- $6 reason text  $7 supervisee_id bigint[]  $8 asked_by bigint  $9 asked_at timestamptz
insert into backtest (division, office, change, since, until, reason, people, asked_by, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
returning id::text
