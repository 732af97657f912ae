-- make_canary: what the canary needs, as far as it is not there yet. $1 at timestamptz
select make_canary($1::timestamptz)
