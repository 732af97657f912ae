import type { ReactElement } from 'react';
import { duration, useText } from '../texts/use-text.js';
import { useNow } from './clock.js';
import { dateTime } from './time.js';

/** A server's clock may be ahead of ours by so much: what it has just written down is not to come. */
const CLOCK_SLACK_MS = 2_000;

/** A time as the wall clock shows it, and beside it how long ago that is, or how long until then. */
export function Moment({ at }: { readonly at: string }): ReactElement {
  const say = useText();
  const ms = useNow() - Date.parse(at);
  const isPast = ms >= -CLOCK_SLACK_MS;
  const age = duration(say, isPast ? Math.max(0, ms) : -ms);
  return (
    <time dateTime={at}>
      {dateTime(at)} <span className="faded">{isPast ? say('age.ago', { age }) : say('queue.due', { left: age })}</span>
    </time>
  );
}
