-- keep_idempotent_answer: $1 account_id bigint  $2 key_hash bytea  $3 answer bytea
update idempotency
set answer = $3
where account_id = $1
  and key_hash = $2
