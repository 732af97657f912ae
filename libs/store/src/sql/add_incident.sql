-- add_incident: $1 county text  $2 kind text  $3 began_at timestamptz  $4 last_at timestamptz
insert into incident (division, kind, began_at, last_at)
values ($1, $2, $3, $4)
returning id
