-- add_leave: $1 supervisee_id bigint  $2 created_at timestamptz
insert into leave (supervisee_id, created_at)
values ($1, $2)
returning id::text
