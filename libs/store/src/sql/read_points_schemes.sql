-- read_points_schemes: those that apply in a jurisdiction or in a part of it, or the one. $1 jurisdiction text
-- $2 scheme_id bigint or null
-- rows: one a version, by scheme and version; `enacted` is a list of {from, by, name, at}.
select
  s.id::text,
  s.code,
  s.division,
  v.version,
  v.document,
  v.note,
  v.made_by::text,
  maker.display_name as made_by_name,
  v.made_at,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'from', to_char(e.from_month, 'YYYY-MM'), 'by', e.enacted_by::text, 'name', a.display_name, 'at', e.enacted_at
    ) order by e.id)
    from points_enactment e
    join account a on a.id = e.enacted_by
    where e.scheme_id = v.scheme_id
      and e.version = v.version
  ), '[]') as enacted
from points_scheme s
join points_scheme_version v on v.scheme_id = s.id
join account maker on maker.id = v.made_by
where (s.division like $1 || '%' or $1 like s.division || '%')
  and ($2::bigint is null or s.id = $2)
order by s.id, v.version
