-- note_command_sent: the broker has taken it. The answer may have been quicker: the state it has brought stays.
-- $1 id bigint  $2 sent_at timestamptz
-- rows: one; none when it was noted before.
update device_command
set
  sent_at = $2,
  state = case when state = 'queued' then 'sent' else state end
where id = $1
  and sent_at is null
returning id::text, division
