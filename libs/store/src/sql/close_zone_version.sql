-- close_zone_version: the version in force ends; not before it began. $1 zone_id bigint  $2 at timestamptz
-- rows: one, when the next version begins.
update zone_version
set valid_to = greatest($2::timestamptz, valid_from + interval '1 millisecond')
where zone_id = $1
  and valid_to is null
returning valid_to
