-- list_audit: the audit log of a jurisdiction, newest first. Acts of no division are everybody's.
-- $1 jurisdiction text  $2 actor text or null  $3 action text or null  $4 subject text or null
-- $5 from timestamptz or null  $6 to timestamptz or null  $7 before seq bigint  $8 limit int
select
  e.seq,
  e.at,
  e.actor,
  a.display_name as actor_name,
  e.role,
  e.action,
  e.subject,
  e.division,
  e.purpose,
  e.detail,
  encode(e.prev_hash, 'hex') as prev_hash,
  encode(e.hash, 'hex') as hash
from audit_entry e
left join account a on e.actor = 'account:' || a.id
where (e.division is null or e.division like $1 || '%')
  and ($2::text is null or e.actor = $2)
  and ($3::text is null or e.action = $3)
  and ($4::text is null or e.subject = $4)
  and ($5::timestamptz is null or e.at >= $5)
  and ($6::timestamptz is null or e.at < $6)
  and e.seq < $7
order by e.seq desc
limit $8
