-- find_lost_contact: about whom something goes on that nobody has closed, and contact has failed since; and who is suspected
-- already. $1 part smallint[]
select a.supervisee_id::text as id
from alert a
where a.ended_at is null
  and a.resolved_at is null
  and a.kind in ('device.silent', 'strap.open', 'zone.exit')
  and a.supervisee_id % 64 = any($1::smallint[])
  and exists (
    select from contact_attempt c
    where c.supervisee_id = a.supervisee_id
      and c.at >= a.occurred_at
      and c.result <> 'reached'
  )
union
select supervisee_id::text
from alert
where ended_at is null
  and kind = 'abscondment.suspected'
  and supervisee_id % 64 = any($1::smallint[])
