-- add_listed_place: $1 division text  $2 created_at timestamptz
insert into listed_place (division, created_at)
values ($1, $2)
returning id::text
