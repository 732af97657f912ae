-- release_hold: the policy applies again. $1 id bigint  $2 released_by bigint  $3 at timestamptz  $4 reason text
update legal_hold
set released_by = $2, released_at = $3, release_reason = $4
where id = $1
