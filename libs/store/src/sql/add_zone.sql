-- add_zone: $1 division text  $2 created_at timestamptz
insert into zone (division, created_at)
values ($1, $2)
returning id
