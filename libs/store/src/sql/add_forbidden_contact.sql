-- add_forbidden_contact: $1 supervisee_id bigint  $2 kind text  $3 other_id bigint  $4 created_at timestamptz
insert into forbidden_contact (supervisee_id, kind, other_id, created_at)
values ($1, $2, $3, $4)
returning id::text
