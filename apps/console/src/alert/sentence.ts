import { offsetOf } from '../app/clock-offset.js';
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
  switch (alert.kind) {
    case 'zone.exit':
      return {
        lasting: lasting(fact('since')),
        values: {
          end,
          zone: fact('zone'),
          metres: fact('metres'),
          accuracy: fact('accuracy'),
          fixes: typeof alert.facts['fixes'] === 'number' ? alert.facts['fixes'] : 0,
        },
      };
    case 'strap.open':
      return { lasting: lasting(fact('since')), values: { end } };
    case 'clock.wrong':
      return { lasting: lasting(fact('since')), values: { end, ...offsetOf(alert.facts['offsetSeconds']) } };
    case 'device.silent':
      return {
        lasting: lasting(fact('lastReceivedAt')),
        values: {
          end,
          interval: fact('intervalSeconds'),
          limit: fact('limitSeconds'),
          battery: typeof alert.facts['battery'] === 'number' ? alert.facts['battery'] : 'none',
        },
      };
  }
}
