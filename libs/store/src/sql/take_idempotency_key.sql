-- take_idempotency_key: waits for another transaction that is just using the key.
-- $1 account_id bigint  $2 key_hash bytea  $3 request_hash bytea  $4 at timestamptz
-- rows: one when the key is ours, none when it was used before.
insert into idempotency (account_id, key_hash, request_hash, created_at)
values ($1, $2, $3, $4)
on conflict (account_id, key_hash) do nothing
returning 1 as taken
