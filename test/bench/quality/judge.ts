import { minutes, seconds } from '#libs/kernel';
import type { Raised, Violation } from './sent.js';

/** What alerts of one kind came to for one supervisee. */
export interface Verdicts {
  /** Beyond policy: found, with how long it took from its beginning (ms), and not found. */
  readonly found: readonly { readonly violation: Violation; readonly alert: Raised; readonly delay: number | null }[];
  readonly missed: readonly Violation[];
  /** About something that was. */
  readonly right: number;
  /** About nothing that was, or about what another alert had told already. */
  readonly wrong: readonly Raised[];
}

/** How far what an alert says of its time may lie beside what was. */
const BEFORE = seconds(90);
const AFTER = minutes(3);

/** What an alert speaks of: what was in its time, else what was close to it. */
function spokenOf(violations: readonly Violation[], { from, to }: Raised): readonly Violation[] {
  const until = to ?? Infinity;
  const exactly = violations.filter((one) => one.from < until && one.to > from);
  if (exactly.length > 0) return exactly;
  return violations.filter((one) => one.from - BEFORE <= until && one.to + AFTER >= from);
}

/** Lays alerts of one kind beside what truly was. Each violation is told by one alert; an alert may tell of several. */
export function verdictsOn(violations: readonly Violation[], alerts: readonly Raised[]): Verdicts {
  const told = new Map<Violation, Raised>();
  const wrong: Raised[] = [];
  let right = 0;
  for (const alert of [...alerts].sort((a, b) => a.raisedAt - b.raisedAt)) {
    const about = spokenOf(violations, alert);
    const news = about.filter((one) => !told.has(one));
    if (news.length === 0) wrong.push(alert);
    else right += 1;
    for (const one of news) told.set(one, alert);
  }
  const beyond = violations.filter((one) => one.beyond);
  return {
    found: beyond.flatMap((violation) => {
      const alert = told.get(violation);
      const delay = alert && violation.live ? Math.max(0, alert.raisedAt - violation.from) : null;
      return alert === undefined ? [] : [{ violation, alert, delay }];
    }),
    missed: beyond.filter((one) => !told.has(one)),
    right,
    wrong,
  };
}
