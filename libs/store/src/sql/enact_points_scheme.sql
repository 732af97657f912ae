-- enact_points_scheme: the version applies from a month on. $1 scheme_id bigint  $2 version int  $3 from_month date
-- $4 enacted_by bigint  $5 enacted_at timestamptz
-- rows: one; none when there is no such version.
insert into points_enactment (scheme_id, version, made_by, from_month, enacted_by, enacted_at)
select scheme_id, version, made_by, $3, $4, $5
from points_scheme_version
where scheme_id = $1
  and version = $2
returning id::text
