-- lock_points_office: whoever writes schemes or begins a close of a county, one at a time. $1 division text
select pg_advisory_xact_lock(hashtext('points'), hashtext(left($1, 6))) is null as locked
