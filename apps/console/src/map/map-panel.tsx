import { useRef, type ReactElement } from 'react';
import { TimelineStrip } from '../alert/timeline-strip.js';
import { useText } from '../texts/use-text.js';
import { Legend } from './legend.js';
import { MapButtons } from './map-buttons.js';
import { Picked } from './picked.js';
import { useCounties } from './use-counties.js';
import { usePlacing } from './use-placing.js';
import { useStage } from './use-stage.js';
import { useSubjectOnStage } from './use-subject-on-stage.js';
import { useWristbands } from './use-wristbands.js';

/** Where everybody is, how old that is, and what the selected alert rests on. */
export function MapPanel(): ReactElement {
  const say = useText();
  const container = useRef<HTMLDivElement>(null);
  const drawn = useStage(container);
  const stage = drawn ?? undefined;
  const { edge, goHome } = useCounties(stage);
  const shown = useWristbands(stage, edge);
  useSubjectOnStage(stage, edge, goHome);
  usePlacing(stage, edge);
  return (
    <div className="map" data-testid="map" data-wristbands={shown} data-ready={stage !== undefined}>
      <div ref={container} className="map-canvas" />
      {drawn === null && <p className="map-failed">{say('map.failed')}</p>}
      {stage && <MapButtons stage={stage} goHome={goHome} />}
      {stage && <Picked stage={stage} edge={edge} />}
      <div className="map-foot">
        <TimelineStrip />
        <Legend count={shown} />
      </div>
    </div>
  );
}
