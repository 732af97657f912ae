import { groupedBy } from '#libs/kernel';
import type { ClassCode } from '#libs/protocol';
import type { Excuse, Fact, HeardAlert } from './fact.js';
import { judge, type Entry } from './ledger.js';
import { monthOf, monthsAfter, monthsFrom, type Month } from './month.js';
import type { Points } from './points.js';
import { proposalsFromAlerts, proposalsFromFacts } from './proposals.js';
import type { Scheme } from './scheme.js';
import { closeMonth, type ClosedMonth } from './settlement.js';

/** Everything on record about somebody that a scheme could look at. */
export interface History {
  readonly facts: readonly Fact[];
  readonly alerts: readonly HeardAlert[];
  readonly excuses: readonly Excuse[];
  /** What people entered themselves, and was confirmed. */
  readonly entered: readonly Entry[];
  /** The month of intake. */
  readonly since: Month;
  readonly currentClass: ClassCode | null;
}

/** What the months from `first` to `last` would have come to under a scheme, if everything it proposes were confirmed. */
export function replay(scheme: Scheme, history: History, first: Month, last: Month): readonly ClosedMonth[] {
  const known = new Set(scheme.items.map(({ code }) => code));
  const proposed = [
    ...proposalsFromFacts(scheme, history.facts, history.excuses),
    ...proposalsFromAlerts(scheme, history.alerts, history.excuses),
  ];
  const entries = [
    ...proposed.map(({ item, asked, at }, index) => ({ id: String(index + 1), item, asked, at })),
    ...history.entered
      .filter(({ item }) => known.has(item))
      .map((entry, index) => ({ ...entry, id: String(proposed.length + index + 1) })),
  ].filter(({ at }) => monthOf(at) >= first && monthOf(at) <= last);
  const byMonth = groupedBy(judge(scheme, entries), ({ month }) => month);
  const months: ClosedMonth[] = [];
  let opening: Points | null = null;
  for (let month = first; month <= last; month = monthsAfter(month, 1)) {
    const movements = (byMonth.get(month) ?? []).map(({ part, counted }) => ({ part, amount: counted }));
    const { facts, since, currentClass } = history;
    const closed = closeMonth(scheme, {
      month,
      opening,
      movements,
      facts,
      served: Math.max(0, monthsFrom(since, month)),
      currentClass,
    });
    months.push(closed);
    opening = closed.closing;
  }
  return months;
}
