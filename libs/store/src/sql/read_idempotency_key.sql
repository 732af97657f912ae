-- read_idempotency_key: what was asked and answered under a key. $1 account_id bigint  $2 key_hash bytea
select
  request_hash,
  answer
from idempotency
where account_id = $1
  and key_hash = $2
