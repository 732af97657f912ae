-- begin_points_close: an office closes a month, once. $1 division text  $2 month date  $3 scheme_id bigint
-- $4 version integer  $5 account bigint  $6 at timestamptz
-- rows: one; none when it was begun before.
insert into points_close (division, month, scheme_id, version, begun_by, begun_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (division, month) do nothing
returning id::text
