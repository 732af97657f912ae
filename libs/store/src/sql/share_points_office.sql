-- share_points_office: no close of the county begins while something is booked. $1 division text
select pg_advisory_xact_lock_shared(hashtext('points'), hashtext(left($1, 6))) is null as locked
