-- read_points_round: up to when what changed was looked at.
select looked_at
from points_round
