-- read_audit: the audit log as it was written, in its order. $1 after seq bigint  $2 up to and with seq bigint  $3 limit int
select
  seq,
  at,
  actor,
  role,
  action,
  subject,
  division,
  purpose,
  detail,
  encode(prev_hash, 'hex') as prev_hash,
  encode(hash, 'hex') as hash
from audit_entry
where seq > $1
  and seq <= $2
order by seq
limit $3
