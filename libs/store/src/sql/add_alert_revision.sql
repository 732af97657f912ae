-- add_alert_revision: $1 alert_id bigint  $2 at timestamptz  $3 reason text  $4 before jsonb as text
-- $5 after jsonb as text
insert into alert_revision (alert_id, at, reason, before, after)
values ($1, $2, $3, $4::jsonb, $5::jsonb)
