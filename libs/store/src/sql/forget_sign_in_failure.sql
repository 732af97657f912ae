-- forget_sign_in_failure: the right password was given. $1 source_hash bytea
delete from sign_in_failure
where source_hash = $1
