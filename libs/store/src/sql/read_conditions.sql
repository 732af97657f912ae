-- read_conditions: how the platform stands. rows: one a condition that was ever measured.
select
  what,
  state,
  since,
  value,
  limit_value,
  detail,
  turning
from monitoring_condition
