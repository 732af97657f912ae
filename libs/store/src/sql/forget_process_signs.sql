-- forget_process_signs: instances that were replaced long ago; the last of each process stays. $1 older_than_s int
delete from process_sign old
where old.seen_at < clock_timestamp() - $1 * interval '1 second'
  and exists (select from process_sign later where later.process = old.process and later.seen_at > old.seen_at)
