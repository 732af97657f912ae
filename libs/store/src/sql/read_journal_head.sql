-- read_journal_head: where the audit log and the feed end; only true while the journal is locked.
-- rows: one. audit_seq, feed_cursor bigint as text; audit_hash hex or null before the first entry.
select
  coalesce((select max(seq) from audit_entry), 0)::text as audit_seq,
  (select encode(hash, 'hex') from audit_entry order by seq desc limit 1) as audit_hash,
  coalesce((select max(cursor) from feed_event), 0)::text as feed_cursor
