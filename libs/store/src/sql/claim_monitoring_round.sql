-- claim_monitoring_round: this worker measures now, unless another did a moment ago.
-- $1 every_ms int  $2 broken_ms int: without a finished round for so long, a new series begins
-- rows: one when it is ours, with the seconds since when rounds have followed each other.
insert into monitoring_round (claimed_at, series_since)
values (clock_timestamp(), clock_timestamp())
on conflict (id) do update set
  claimed_at = excluded.claimed_at,
  series_since = case
    when monitoring_round.finished_at > clock_timestamp() - $2 * interval '1 millisecond' then monitoring_round.series_since
    else excluded.series_since
  end
where monitoring_round.claimed_at <= clock_timestamp() - $1 * interval '1 millisecond'
returning extract(epoch from clock_timestamp() - series_since)::double precision as series_s
