-- read_world_policies: everything rules were ever told. rows: all.
select
  kind,
  version,
  division,
  valid_from,
  parameters
from policy
