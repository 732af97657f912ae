-- read_points_versions: the texts of versions. $1 scheme_id bigint[]  $2 version int[], as long
select
  v.scheme_id::text,
  v.version,
  v.document
from points_scheme_version v
join unnest($1::bigint[], $2::int[]) as wanted (scheme_id, version)
  on wanted.scheme_id = v.scheme_id and wanted.version = v.version
