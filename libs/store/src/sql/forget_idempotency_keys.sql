-- forget_idempotency_keys: $1 before timestamptz
delete from idempotency
where created_at < $1
