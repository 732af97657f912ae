-- forget_engine_members: this engine stops; those that have not been heard of for long are removed too. $1 name text
delete from engine_member
where name = $1
  or seen_until < clock_timestamp() - interval '1 day'
