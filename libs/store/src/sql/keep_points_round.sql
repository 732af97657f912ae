-- keep_points_round: it never goes back. $1 looked_at timestamptz
update points_round
set looked_at = $1
where looked_at < $1
