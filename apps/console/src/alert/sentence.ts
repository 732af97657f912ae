import { offsetOf } from '../app/clock-offset.js';
import { toWallClock } from '../app/time.js';
import type { AlertSummary } from '#libs/protocol';

/** As much of an alert as the sentence needs; also what it said before a correction. */
export type Told = Pick<AlertSummary, 'kind' | 'occurredAt' | 'endedAt' | 'endReason' | 'facts'>;

/** What the one sentence about an alert says, apart from the words. */
export interface SentenceFacts {
  /** Milliseconds it has lasted, or lasted. */
  readonly lasting: number;
  readonly values: Readonly<Record<string, string | number>>;
}

/** The facts as the engine wrote them down, with `unknown` for what it did not. Times ISO 8601, `now` epoch ms. */
export function sentenceFacts(alert: Told, now: number, unknown: string): SentenceFacts {
  const until = alert.endedAt === null ? now : Date.parse(alert.endedAt);
  const fact = (name: string): string | number => {
    const value = alert.facts[name];
    return typeof value === 'number' || typeof value === 'string' ? value : unknown;
  };
  const lasting = (from: string | number): number =>
    Math.max(0, until - (Date.parse(String(from)) || Date.parse(alert.occurredAt)));
  // The language of the texts knows no dash in a choice.
  const end = alert.endedAt === null ? 'none' : (alert.endReason ?? 'other').replaceAll('-', '_');
  const { facts } = alert;
  if (alert.kind === 'clock.wrong') {
    return { lasting: lasting(fact('since')), values: { end, ...offsetOf(facts['offsetSeconds']) } };
  }
  if (alert.kind === 'zone.exit') {
    const values = { zone: fact('zone'), metres: fact('metres'), accuracy: fact('accuracy') };
    const fixes = typeof facts['fixes'] === 'number' ? facts['fixes'] : 0;
    return { lasting: lasting(fact('since')), values: { end, fixes, ...values } };
  }
  if (alert.kind === 'device.silent') {
    const values = { interval: fact('intervalSeconds'), limit: fact('limitSeconds') };
    const battery = typeof facts['battery'] === 'number' ? facts['battery'] : 'none';
    return { lasting: lasting(fact('lastReceivedAt')), values: { end, battery, ...values } };
  }
  const to = typeof facts['to'] === 'string' ? { to: toWallClock(Date.parse(facts['to'])) } : {};
  // A kind of alert has a dot, which no choice has.
  const ground = typeof facts['ground'] === 'string' ? { ground: facts['ground'].replaceAll('.', '_') } : {};
  return { lasting: lasting(fact('since')), values: { ...known(facts), ...to, ...ground, end } };
}

/** The facts as the texts take them: what is not known is the choice `none`. */
const known = (facts: Told['facts']): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? String(value) : (value ?? 'none'),
    ]),
  );
