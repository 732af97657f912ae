import { useEffect, useEffectEvent } from 'react';
import { usePositions } from '../api/use-line.js';
import { useStore } from '../app/store.js';
import { useWatch } from '../app/watch.js';
import type { Edge } from './edge.js';
import type { Stage } from './stage.js';
import { isStill } from './still.js';
import { looks, subject } from './subject.js';
import { subjectBounds, subjectFeatures } from './subject-features.js';

/** Draws what is selected, rings whose wristband it is, and goes there when asked to. */
export function useSubjectOnStage(stage: Stage | undefined, edge: Edge, goHome: () => void): void {
  const { line } = useWatch();
  const positions = usePositions(line);
  const selected = useStore(subject);
  const asked = useStore(looks);
  const here = selected?.superviseeId === undefined ? undefined : positions.get(selected.superviseeId);
  useEffect(() => {
    const { zone, lines, accuracies, fixes } = subjectFeatures(selected, edge);
    stage?.show('zone', zone);
    stage?.show('lines', lines);
    stage?.show('accuracies', accuracies);
    stage?.show('fixes', fixes);
  }, [stage, selected, edge]);
  useEffect(() => {
    const coordinates = here && edge.in([here.lon, here.lat]);
    const ring = coordinates
      ? [{ type: 'Feature' as const, geometry: { type: 'Point' as const, coordinates }, properties: {} }]
      : [];
    stage?.show('chosen', { type: 'FeatureCollection', features: ring });
  }, [stage, here, edge]);
  const go = useEffectEvent(() => {
    if (!stage || !selected) return;
    const bounds = subjectBounds(selected, edge);
    if (bounds) stage.lookAt(bounds, isStill());
    else if (here) stage.moveTo(edge.in([here.lon, here.lat]), isStill());
    // Positions come only for what is on the screen: from the whole jurisdiction the ring shows where.
    else goHome();
  });
  useEffect(() => {
    if (asked > 0) go();
  }, [asked, stage]);
}
