import type { AlertSummary, Severity } from '#libs/protocol';
import { callsOut, severityRank } from '../queue/order.js';

export interface Note {
  readonly hertz: number;
  /** Seconds from the beginning of the call. */
  readonly at: number;
  readonly seconds: number;
}
export interface Call {
  readonly notes: readonly Note[];
  /** Milliseconds from one call to the next, until somebody acknowledges. */
  readonly everyMs: number;
}

const beeps = (hertz: readonly number[], seconds: number, apart: number): Note[] =>
  hertz.map((note, index) => ({ hertz: note, at: index * apart, seconds }));

/** The worse, the higher, the more notes, and the sooner again. Information makes no sound. */
export const calls: Readonly<Record<Severity, Call | undefined>> = {
  critical: { notes: beeps([988, 784, 988, 784], 0.16, 0.2), everyMs: 4_000 },
  serious: { notes: beeps([659, 659], 0.2, 0.3), everyMs: 10_000 },
  warning: { notes: beeps([440], 0.25, 0), everyMs: 30_000 },
  information: undefined,
};

/** The severity that has to be heard now: the worst that nobody has acknowledged or claimed. */
export function worstCalling(alerts: Iterable<AlertSummary>): Severity | undefined {
  let worst: Severity | undefined;
  for (const alert of alerts) {
    if (!callsOut(alert) || calls[alert.severity] === undefined) continue;
    if (worst === undefined || severityRank[alert.severity] < severityRank[worst]) worst = alert.severity;
  }
  return worst;
}
