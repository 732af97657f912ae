-- read_database_size: bytes of this database on disk. rows: one.
select pg_database_size(current_database())::text as bytes
