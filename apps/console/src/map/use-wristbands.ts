import { useEffect, useMemo } from 'react';
import { usePositions } from '../api/use-line.js';
import { useNow } from '../app/clock.js';
import { useStore } from '../app/store.js';
import { useWatch } from '../app/watch.js';
import { useWatchBoard } from '../queue/use-watch-board.js';
import type { Edge } from './edge.js';
import type { Stage } from './stage.js';
import { isStill } from './still.js';
import { followed } from './subject.js';
import { ongoing, wristbandFeatures } from './wristbands.js';

/** How often marks are drawn anew only because time has passed. */
const AGE_STEP_MS = 3_000;

/** Keeps the wristbands on the map as they are now; tells the server what part is looked at. How many are shown. */
export function useWristbands(stage: Stage | undefined, edge: Edge): number {
  const { line } = useWatch();
  const positions = usePositions(line);
  const board = useWatchBoard().data;
  const now = Math.floor(useNow() / AGE_STEP_MS) * AGE_STEP_MS;
  const alerts = useMemo(() => ongoing(board?.alerts.values() ?? []), [board]);
  useEffect(() => {
    stage?.showWristbands(wristbandFeatures(positions.values(), alerts, now, edge));
  }, [stage, positions, alerts, now, edge]);
  useEffect(() => {
    if (!line) return;
    stage?.onView(([west, south, east, north], zoom) => {
      const [minLon, minLat] = edge.out([west, south]);
      const [maxLon, maxLat] = edge.out([east, north]);
      const bbox = [bound(minLon, 180), bound(minLat, 90), bound(maxLon, 180), bound(maxLat, 90)] as const;
      line.look({ bbox: [...bbox], zoom: Math.min(24, Math.max(0, zoom)) });
    });
  }, [stage, line, edge]);
  const target = useStore(followed);
  const followedAt = target === undefined ? undefined : positions.get(target);
  useEffect(() => {
    if (followedAt) stage?.moveTo(edge.in([followedAt.lon, followedAt.lat]), isStill());
  }, [stage, followedAt, edge]);
  return positions.size;
}

const bound = (degrees: number, most: number): number => Math.min(most, Math.max(-most, degrees));
