-- add_points_close_lines: what the month of a close comes to, person by person. What was made stays.
-- $1 close_id bigint  $2 lines jsonb as text  $3 at timestamptz
insert into points_close_line (
  close_id, month, supervisee_id, opening, base, additions, deductions, closing, parts, band, grade, class_proposal,
  prompts, secret, at
)
select
  c.id,
  c.month,
  l.supervisee_id,
  l.opening,
  l.base,
  l.additions,
  l.deductions,
  l.closing,
  l.parts,
  l.band,
  l.grade,
  l.class_proposal,
  l.prompts,
  l.secret,
  $3
from points_close c
cross join jsonb_to_recordset($2::jsonb) as l (
  supervisee_id bigint, opening bigint, base bigint, additions bigint, deductions bigint, closing bigint, parts jsonb,
  band text, grade text, class_proposal jsonb, prompts jsonb, secret boolean
)
where c.id = $1
on conflict (supervisee_id, month) do nothing
