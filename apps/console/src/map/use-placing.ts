import { useEffect } from 'react';
import { useStore } from '../app/store.js';
import type { Edge } from './edge.js';
import type { Stage } from './stage.js';
import { placing } from './subject.js';

/** Tells whoever waits for a place where the map was clicked. */
export function usePlacing(stage: Stage | undefined, edge: Edge): void {
  const waiting = useStore(placing);
  useEffect(() => {
    if (!stage || !waiting) return;
    return stage.onPlace((clicked) => {
      const [lon, lat] = edge.out(clicked);
      waiting({ lat, lon });
    });
  }, [stage, edge, waiting]);
}
