-- explain_silence: records of its time came after all. $1 id bigint
-- rows: one; none when that is known.
update alert
set
  end_reason = 'backlog',
  version = version + 1
where id = $1
  and end_reason = 'reported'
returning division
