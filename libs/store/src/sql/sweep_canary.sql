-- sweep_canary: what the canary left before a time. $1 before timestamptz
select sweep_canary($1::timestamptz)
