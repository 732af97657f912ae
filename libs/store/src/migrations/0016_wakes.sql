-- When rules may find something though nothing is heard: whoever takes a partition over must look then.
alter table engine_snapshot add column wakes_at timestamptz;
