-- read_process_signs: who has said when that it is there. rows: one an instance, with the age of its sign in seconds.
select
  process,
  extract(epoch from clock_timestamp() - seen_at)::double precision as age_s,
  facts
from process_sign
