import type { ReactElement } from 'react';
import { SeverityMark } from '../queue/severity-mark.js';
import { outlines } from '../queue/shapes.js';
import { useText } from '../texts/use-text.js';
import type { Freshness } from './wristbands.js';

const severities = ['critical', 'serious', 'warning', 'information'] as const;
const ages = ['normal', 'stale', 'silent'] as const;

/** What the marks mean: always in sight, because a shape that is not known says nothing. */
export function Legend({ count }: { readonly count: number }): ReactElement {
  const say = useText();
  return (
    <div className="legend" role="note" aria-label={say('map.legend')}>
      <span data-testid="map-count">{say('map.count', { count })}</span>
      {severities.map((severity) => (
        <span key={severity}>
          <SeverityMark severity={severity} size={11} /> <span aria-hidden>{say(`severity.${severity}`)}</span>
        </span>
      ))}
      {ages.map((age) => (
        <span key={age}>
          <AgeMark age={age === 'normal' ? 'live' : age} /> {say(`map.state.${age}`)}
        </span>
      ))}
    </div>
  );
}

function AgeMark({ age }: { readonly age: Freshness }): ReactElement {
  return (
    <svg
      className="mark mark-normal"
      data-hollow={age !== 'live'}
      width="11"
      height="11"
      viewBox="-6 -6 12 12"
      aria-hidden
    >
      <path d={outlines.normal} />
      {age === 'silent' && <path d="M-5 5 L5 -5" />}
    </svg>
  );
}
