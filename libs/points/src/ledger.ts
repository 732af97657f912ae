import type { Instant } from '#libs/kernel';
import { monthOf, yearOf, type Month } from './month.js';
import { least, negated, NONE, points, type Points } from './points.js';
import type { Item, Scheme } from './scheme.js';

/** A confirmed entry that was not overturned. `asked` is what it is worth by itself, and never negative. */
export interface Entry {
  readonly id: string;
  readonly item: string;
  readonly asked: Points;
  readonly at: Instant;
}

export type CapName = 'item-event' | 'item-month' | 'item-year' | 'part-month' | 'part-year' | 'floor' | 'ceiling';

/** What an entry comes to: counted with its sign, and what was capped of it by what. */
export interface Judged {
  readonly entry: Entry;
  readonly part: string;
  readonly month: Month;
  readonly counted: Points;
  readonly capped: Points;
  readonly by: CapName | null;
}

interface Room {
  readonly by: CapName;
  readonly left: Points;
  readonly key: string | null;
}

/**
 * What a set of entries comes to. What caps leave is given in the order of the events, or of entry when the scheme says
 * that. An entry that is overturned is left out, so what it had taken of a cap is there again for the others. Each is
 * judged by the version of the scheme under which it was proposed.
 */
export function judge(
  scheme: Scheme,
  entries: readonly Entry[],
  versionOf: (entry: Entry) => Scheme = () => scheme,
): readonly Judged[] {
  const used = new Map<string, Points>();
  const scores = new Map<string, Points>();
  return inOrder(scheme, entries).map((entry) => {
    const version = versionOf(entry);
    const item = version.items.find(({ code }) => code === entry.item);
    if (item === undefined) throw new Error(`the scheme ${version.code} has no item ${entry.item}`);
    const month = monthOf(entry.at);
    const account = scheme.account.is === 'running' ? '' : month;
    const score = scores.get(account) ?? startOf(scheme);
    const rooms = roomsFor(version, item, month, score, used);
    const counted = rooms.reduce((most, { left }) => least(most, left), entry.asked);
    const by = counted < entry.asked ? (rooms.find(({ left }) => left === counted)?.by ?? null) : null;
    for (const { key } of rooms) if (key !== null) used.set(key, points((used.get(key) ?? NONE) + counted));
    const signed = item.sign === 'add' ? counted : negated(counted);
    scores.set(account, points(score + signed));
    return { entry, part: item.part, month, counted: signed, capped: points(entry.asked - counted), by };
  });
}

function inOrder({ order }: Scheme, entries: readonly Entry[]): readonly Entry[] {
  if (order === 'entry') return [...entries].sort(byId);
  // Of two things of one moment, what decides must not be which was entered first.
  return [...entries].sort(
    (one, other) =>
      one.at - other.at || byText(one.item, other.item) || Number(one.asked - other.asked) || byId(one, other),
  );
}

const byId = (one: Entry, other: Entry): number => {
  const apart = BigInt(one.id) - BigInt(other.id);
  return apart < 0n ? -1 : apart > 0n ? 1 : 0;
};
const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const startOf = ({ account }: Scheme): Points => (account.is === 'running' ? account.start : NONE);

function roomsFor(
  scheme: Scheme,
  item: Item,
  month: Month,
  score: Points,
  used: ReadonlyMap<string, Points>,
): readonly Room[] {
  const part = scheme.parts.find(({ code }) => code === item.part);
  const ofPart = item.sign === 'add' ? part?.additions : part?.deductions;
  const year = yearOf(month);
  const rooms: Room[] = [];
  const limit = (by: CapName, cap: Points | undefined, key: string | null): void => {
    if (cap === undefined) return;
    const taken = key === null ? NONE : (used.get(key) ?? NONE);
    rooms.push({ by, left: points(cap - taken), key });
  };
  limit('item-event', item.caps.event, null);
  limit('item-month', item.caps.month, `item/${item.code}/${month}`);
  limit('item-year', item.caps.year, `item/${item.code}/${year}`);
  limit('part-month', ofPart?.month, `part/${item.part}/${item.sign}/${month}`);
  limit('part-year', ofPart?.year, `part/${item.part}/${item.sign}/${year}`);
  const { account } = scheme;
  if (account.is === 'running') {
    if (item.sign === 'add') limit('ceiling', points(account.ceiling - score), null);
    else limit('floor', points(score - account.floor), null);
  }
  return rooms;
}

/** A line that only ever is added: by how much what is booked of an entry changes. */
export interface Movement {
  readonly entry: string;
  readonly amount: Points;
  readonly capped: Points;
  readonly by: CapName | null;
}

/**
 * What has to be booked so that the sum of everything booked is what the entries come to. An entry that no longer stands
 * is taken back to the hundredth; one whose cap has room again gets what it lacked.
 */
export function movementsFor(
  scheme: Scheme,
  entries: readonly Entry[],
  booked: ReadonlyMap<string, Points>,
  versionOf?: (entry: Entry) => Scheme,
): readonly Movement[] {
  const judged = judge(scheme, entries, versionOf);
  const standing = new Set(entries.map(({ id }) => id));
  const back = [...booked]
    .filter(([id, amount]) => !standing.has(id) && amount !== 0n)
    .map(([entry, amount]) => ({ entry, amount: negated(amount), capped: NONE, by: null }));
  const changed = judged.flatMap(({ entry, counted, capped, by }) => {
    const before = booked.get(entry.id);
    if (before === counted) return [];
    return [{ entry: entry.id, amount: points(counted - (before ?? NONE)), capped, by }];
  });
  return [...back, ...changed];
}
