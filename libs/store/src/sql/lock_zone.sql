-- lock_zone: held to the end of the transaction. What is in force is read by a second statement: this one began before
-- the lock was ours, and would see a version that is just being closed. $1 id bigint
select
  division
from zone
where id = $1
for update
