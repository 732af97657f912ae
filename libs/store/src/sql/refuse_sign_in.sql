-- refuse_sign_in: no attempt from this source before a time. $1 source_hash bytea  $2 until timestamptz
update sign_in_failure
set refused_until = greatest(refused_until, $2)
where source_hash = $1
