-- add_command: write down what a wristband is to be told. $1 device_id text  $2 supervisee_id bigint  $3 division text
-- $4 cmd text  $5 parameters jsonb as text  $6 purpose text  $7 requested_by bigint  $8 requested_at timestamptz
-- $9 expires_at timestamptz
-- rows: one.
insert into device_command (
  device_id, supervisee_id, division, cmd, parameters, purpose, requested_by, requested_at, expires_at
)
values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9)
returning id::text
