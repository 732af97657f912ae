-- read_sign_in_failure: until when a source of failed sign-ins is refused. $1 source_hash bytea
select
  failures,
  last_at,
  refused_until
from sign_in_failure
where source_hash = $1
