-- forget_old_sign_in_failures: $1 before timestamptz
delete from sign_in_failure
where last_at < $1
