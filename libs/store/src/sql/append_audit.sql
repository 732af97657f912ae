-- append_audit: add linked entries to the audit log. The journal must be locked.
-- $1 seq bigint[]  $2 at timestamptz[]  $3 actor text[]  $4 role text[]  $5 action text[]  $6 subject text[]
-- $7 division text[]  $8 purpose text[]  $9 detail jsonb[] as text[]  $10 prev_hash hex text[]  $11 hash hex text[]
insert into audit_entry (seq, at, actor, role, action, subject, division, purpose, detail, prev_hash, hash)
select seq, at, actor, role, action, subject, division, purpose, detail::jsonb, decode(prev_hash, 'hex'), decode(hash, 'hex')
from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[],
  $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
  as entry (seq, at, actor, role, action, subject, division, purpose, detail, prev_hash, hash)
