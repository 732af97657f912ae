-- follow_search: a further version of the search of an alert. $1 alert_id bigint  $2 state text  $3 note text  $4 at timestamptz
insert into search_record_version (search_id, version, state, note, made_at)
select s.id, max(v.version) + 1, $2, $3, $4
from search_record s
join search_record_version v on v.search_id = s.id
where s.alert_id = $1
group by s.id
returning search_id::text as id
