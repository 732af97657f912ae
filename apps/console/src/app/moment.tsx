import type { ReactElement } from 'react';
import { duration, useText } from '../texts/use-text.js';
import { useNow } from './clock.js';
import { dateTime } from './time.js';

/** A time as the wall clock shows it, and beside it how long ago that is, or how long until then. */
export function Moment({ at }: { readonly at: string }): ReactElement {
  const say = useText();
  const ms = useNow() - Date.parse(at);
  const age = duration(say, Math.abs(ms));
  return (
    <time dateTime={at}>
      {dateTime(at)}{' '}
      <span className="faded">{ms >= 0 ? say('age.ago', { age }) : say('queue.due', { left: age })}</span>
    </time>
  );
}
