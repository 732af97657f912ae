-- change_supervisee: change what is not null. $1 id bigint  $2 name text  $3 division text  $4 category text
-- $5 term_from date  $6 term_to date  $7 note text
update supervisee
set
  name = coalesce($2, name),
  division = coalesce($3, division),
  category = coalesce($4, category),
  term_from = coalesce($5, term_from),
  term_to = coalesce($6, term_to),
  note = coalesce($7, note),
  version = version + 1
where id = $1
