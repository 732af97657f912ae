-- read_audit_head: the number of the newest entry, 0 when there is none.
select
  coalesce(max(seq), 0)::text as seq
from audit_entry
