-- add_supervisee: $1 name text  $2 division text  $3 category text  $4 term_from date  $5 term_to date
-- $6 minor boolean  $7 note text  $8 created_at timestamptz
insert into supervisee (name, division, category, term_from, term_to, minor, note, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning id
