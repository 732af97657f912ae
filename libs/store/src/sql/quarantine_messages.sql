-- quarantine_messages: keep what could not be taken, with the reason. One that is there already is counted.
-- $1 received_at timestamptz[]  $2 topic text[]  $3 device_id text[]  $4 reason text[]  $5 detail text[]
-- $6 payload bytea[]  $7 payload_bytes bigint[]  $8 copies bigint[]  $9 fingerprint bytea[], each once, in order
insert into quarantine (received_at, topic, device_id, reason, detail, payload, payload_bytes, copies, fingerprint)
select
  received_at,
  topic,
  device_id,
  reason,
  detail,
  payload,
  payload_bytes,
  copies,
  fingerprint
from unnest(
  $1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bigint[], $8::bigint[], $9::bytea[]
) as given (received_at, topic, device_id, reason, detail, payload, payload_bytes, copies, fingerprint)
on conflict (fingerprint) do update set copies = quarantine.copies + excluded.copies
