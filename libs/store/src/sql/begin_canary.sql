-- begin_canary: a new secret, and an order in force. $1 secret_salt bytea  $2 secret_hash bytea  $3 at timestamptz
-- rows: one; the number of its start.
select begin_canary($1, $2, $3::timestamptz) as boot
