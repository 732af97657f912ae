import type { ReactElement } from 'react';
import type { Degradation } from '#libs/protocol';
import { hasText } from '../texts/catalogue.js';
import { useText, wordFor, type Say } from '../texts/use-text.js';
import { dateTime } from './time.js';

/** What the platform itself cannot do now, since when, and what to do about it. */
export function DegradedBanner({ degraded }: { readonly degraded: Degradation }): ReactElement {
  const say = useText();
  const { what, since } = degraded;
  const todo = `conditionTodo.${what}`;
  return (
    <p className="banner banner-serious" data-testid="banner-degraded" data-what={what}>
      <span aria-hidden>⚠ </span>
      {say('live.banner.degraded', { since: dateTime(since), what: whatOf(say, degraded) })}{' '}
      {hasText(todo) ? say(todo) : say('live.banner.todo')}
    </p>
  );
}

/** In words; as it came when the console does not know it yet. */
export function whatOf(say: Say, { what, value, limit, detail }: Degradation): string {
  const [, supervisee] = /^supervisee (\d+)$/.exec(what) ?? [];
  if (supervisee !== undefined) return say('live.what.supervisee', { id: supervisee, detail: detail ?? '–' });
  const values = { value: shown(value), limit: shown(limit), detail: detail ?? '–' };
  if (what === 'supervisees') return say('live.what.supervisees', values);
  return wordFor(say, 'condition', what, values);
}

const shown = (number: number | null | undefined): string =>
  number === null || number === undefined ? '–' : String(Math.round(number));
