-- add_device: $1 id text  $2 model text  $3 division text  $4 secret_salt bytea  $5 secret_hash bytea
-- $6 interval_s int  $7 created_at timestamptz
-- rows: none when the identifier is taken.
insert into device (id, model, division, secret_salt, secret_hash, interval_s, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (id) do nothing
returning id
