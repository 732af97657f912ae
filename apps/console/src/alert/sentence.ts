import type { AlertSummary } from '#libs/protocol';

/** What the one sentence about an alert says, apart from the words. */
export interface SentenceFacts {
  /** Milliseconds it has lasted, or lasted. */
  readonly lasting: number;
  readonly values: Readonly<Record<string, string | number>>;
}

/** The facts as the engine wrote them down, with `unknown` for what it did not. Times ISO 8601, `now` epoch ms. */
export function sentenceFacts(alert: AlertSummary, now: number, unknown: string): SentenceFacts {
  const until = alert.endedAt === null ? now : Date.parse(alert.endedAt);
  const fact = (name: string): string | number => {
    const value = alert.facts[name];
    return typeof value === 'number' || typeof value === 'string' ? value : unknown;
  };
  const lasting = (from: string | number): number =>
    Math.max(0, until - (Date.parse(String(from)) || Date.parse(alert.occurredAt)));
  const ended = String(alert.endedAt !== null);
  switch (alert.kind) {
    case 'zone.exit':
      return {
        lasting: lasting(fact('since')),
        values: {
          ended,
          zone: fact('zone'),
          metres: fact('metres'),
          accuracy: fact('accuracy'),
          fixes: typeof alert.facts['fixes'] === 'number' ? alert.facts['fixes'] : 0,
        },
      };
    case 'strap.open':
      return { lasting: lasting(fact('since')), values: { ended } };
    case 'device.silent':
      return {
        lasting: lasting(fact('lastReceivedAt')),
        values: {
          ended,
          interval: fact('intervalSeconds'),
          limit: fact('limitSeconds'),
          battery: typeof alert.facts['battery'] === 'number' ? alert.facts['battery'] : 'none',
        },
      };
  }
}
