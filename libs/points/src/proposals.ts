import { minutes, type Instant } from '#libs/kernel';
import type { Excuse, Fact, HeardAlert } from './fact.js';
import { points, type Points } from './points.js';
import type { Item, Scheme } from './scheme.js';

/** An entry that the platform proposes; a person confirms it or not. */
export interface Proposal {
  readonly item: string;
  readonly asked: Points;
  readonly at: Instant;
  readonly fact: string | null;
  /** Every alert of the outing: none of them can cause another entry. */
  readonly alerts: readonly string[];
}

/** What happened without a break, however many alerts it raised. */
export interface Outing {
  readonly from: Instant;
  readonly to: Instant;
  readonly alerts: readonly HeardAlert[];
}

/** What an item is worth for so many hours. */
export function worthOf({ points: fixed, formula }: Item, hours: Points | null): Points {
  if (formula === undefined) return fixed ?? points(0n);
  const beyond = (hours ?? 0n) - formula.beyond;
  // Hundredths times hundredths: what is less than a hundredth of a point is not given.
  return points(beyond <= 0n ? 0n : (beyond * formula.perUnit) / 100n);
}

/** Facts that an item of the scheme names, one entry each and item. */
export function proposalsFromFacts(scheme: Scheme, facts: readonly Fact[], excuses: readonly Excuse[]): Proposal[] {
  return facts.flatMap((fact) =>
    scheme.items
      .filter((item) => item.facts.includes(fact.kind))
      .filter((item) => item.sign === 'add' || excuseOf(fact.at, excuses) === undefined)
      .map((item) => ({ item, asked: worthOf(item, fact.amount) }))
      .filter(({ asked }) => asked > 0n)
      .map(({ item, asked }) => ({ item: item.code, asked, at: fact.at, fact: fact.id, alerts: [] })),
  );
}

/** Alerts that overlap, or lie no farther apart than `joinMinutes`, are one outing. */
export function outingsOf(alerts: readonly HeardAlert[], joinMinutes: number): Outing[] {
  const outings: { from: Instant; to: Instant; alerts: HeardAlert[] }[] = [];
  for (const alert of [...alerts].sort((one, other) => one.from - other.from || one.to - other.to)) {
    const last = outings.at(-1);
    if (last !== undefined && alert.from <= last.to + minutes(joinMinutes)) {
      last.alerts.push(alert);
      if (alert.to > last.to) last.to = alert.to;
    } else outings.push({ from: alert.from, to: alert.to, alerts: [alert] });
  }
  return outings;
}

/**
 * One deduction an outing, for the gravest of what was found true in it; nothing while any of its alerts is still open,
 * or when a deduction for it was proposed before. False, technical and permitted alerts, those that late records have
 * contradicted, and those that an excuse covers cause nothing.
 */
export function proposalsFromAlerts(
  scheme: Scheme,
  alerts: readonly HeardAlert[],
  excuses: readonly Excuse[],
  judgedBefore: ReadonlySet<string> = new Set(),
): Proposal[] {
  const kinds = new Set(scheme.items.flatMap((item) => item.alerts));
  const counting = alerts.filter(({ kind }) => kinds.has(kind)).filter((alert) => mayCount(alert, excuses));
  return outingsOf(counting, scheme.outingJoinMinutes).flatMap((outing) => {
    const open = outing.alerts.some(({ resolution }) => resolution === null);
    if (open || outing.alerts.some(({ id }) => judgedBefore.has(id))) return [];
    const gravest = gravestOf(scheme, outing);
    if (gravest === undefined) return [];
    const ids = outing.alerts.map(({ id }) => id);
    return [{ item: gravest.code, asked: worthOf(gravest, null), at: outing.from, fact: null, alerts: ids }];
  });
}

const mayCount = ({ resolution, contradicted, from }: HeardAlert, excuses: readonly Excuse[]): boolean =>
  (resolution === 'true' || resolution === null) && !contradicted && excuseOf(from, excuses) === undefined;

function gravestOf(scheme: Scheme, outing: Outing): Item | undefined {
  return scheme.items
    .filter((item) => outing.alerts.some(({ kind }) => item.alerts.includes(kind)))
    .reduce<Item | undefined>(
      (gravest, item) => (gravest === undefined || worthOf(item, null) > worthOf(gravest, null) ? item : gravest),
      undefined,
    );
}

/** What covers that moment. */
export const excuseOf = (at: Instant, excuses: readonly Excuse[]): Excuse | undefined =>
  excuses.find(({ from, to }) => from <= at && at <= to);
