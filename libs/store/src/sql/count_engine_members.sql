-- count_engine_members: how many engines are running. rows: one.
select count(*)::integer as members
from engine_member
where seen_until > clock_timestamp()
