-- use_setup_token: take the one-time token; a second taker waits for the first and gets nothing.
-- $1 token_hash bytea  $2 at timestamptz
-- rows: one, or none.
update setup_token
set used_at = $2
where token_hash = $1
  and used_at is null
returning 1 as taken
