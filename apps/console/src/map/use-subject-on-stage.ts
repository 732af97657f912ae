import { useEffect, useEffectEvent } from 'react';
import { useStore } from '../app/store.js';
import type { Edge } from './edge.js';
import type { Stage } from './stage.js';
import { looks, subject } from './subject.js';
import { subjectBounds, subjectFeatures } from './subject-features.js';

/** Draws what is selected, and goes there when asked to. */
export function useSubjectOnStage(stage: Stage | undefined, edge: Edge): void {
  const selected = useStore(subject);
  const asked = useStore(looks);
  useEffect(() => {
    const { zone, lines, accuracies, fixes } = subjectFeatures(selected, edge);
    stage?.show('zone', zone);
    stage?.show('lines', lines);
    stage?.show('accuracies', accuracies);
    stage?.show('fixes', fixes);
  }, [stage, selected, edge]);
  const go = useEffectEvent(() => {
    const bounds = selected && subjectBounds(selected, edge);
    if (bounds) stage?.lookAt(bounds, window.matchMedia('(prefers-reduced-motion: reduce)').matches);
  });
  useEffect(() => {
    if (asked > 0) go();
  }, [asked, stage]);
}
