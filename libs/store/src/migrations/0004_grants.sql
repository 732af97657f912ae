-- What the applications may do. The audit log, the feed and the records only ever grow: that is the database's
-- word, not the program's. (Old feed events and records are dropped by the owner's retention job.)

grant usage on schema public to zhengtu_app;
grant select, insert, update on all tables in schema public to zhengtu_app;
grant delete on engine_snapshot, engine_lane, idempotency, sign_in_failure to zhengtu_app;
grant usage on all sequences in schema public to zhengtu_app;

revoke update, delete, truncate on audit_entry, feed_event, record, alert_act, alert_revision, world_change from zhengtu_app;
revoke select, update, delete on sealed_record from zhengtu_app;
grant select (device_id, life, seq, at, received_at, kind) on sealed_record to zhengtu_app;
grant execute on function ensure_record_days to zhengtu_app;
