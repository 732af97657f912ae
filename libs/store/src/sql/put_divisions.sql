-- put_divisions: add counties with their borders, or replace what is known of them.
-- $1 code text[]  $2 name_zh text[]  $3 name_en text[]  $4 geometry jsonb[] as text[]  $5 source text
-- rows: none.
insert into division (code, name_zh, name_en, geometry, source)
select code, name_zh, name_en, geometry::jsonb, $5
from unnest($1::text[], $2::text[], $3::text[], $4::text[])
  as given (code, name_zh, name_en, geometry)
on conflict (code) do update
set name_zh = excluded.name_zh, name_en = excluded.name_en, geometry = excluded.geometry, source = excluded.source
where division.source = excluded.source
