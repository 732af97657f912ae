-- add_points_scheme: none when there is one of this code for the division. $1 code text  $2 division text
-- $3 created_at timestamptz
insert into points_scheme (code, division, created_at)
values ($1, $2, $3)
on conflict do nothing
returning id::text
