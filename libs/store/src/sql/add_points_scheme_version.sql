-- add_points_scheme_version: the next one; lock the office first. $1 scheme_id bigint  $2 document text  $3 note text
-- $4 made_by bigint  $5 made_at timestamptz
insert into points_scheme_version (scheme_id, version, document, note, made_by, made_at)
select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5
from points_scheme_version
where scheme_id = $1
