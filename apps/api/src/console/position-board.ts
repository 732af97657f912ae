import { covers, isoInShanghai, type DivisionCode, type Instant, type SuperviseeId } from '#libs/kernel';
import type { LivePosition } from '#libs/protocol';
import type { LatestFix, Watched } from '#libs/store';

/** west, south, east, north in degrees */
export type BBox = readonly [number, number, number, number];

/** More than this at once would hold up the alerts on the same connection; the rest follows with the next message. */
const MOST_AT_ONCE = 2_000;

interface Placed extends Watched {
  readonly fix: LatestFix;
  /** Counts up with every change on the board. */
  readonly changed: number;
}

/** What one console has been shown of the board. */
export class Sight {
  /** Everything up to this change has been shown; 0 for nothing. */
  since = 0;
  removalsSeen = 0;
  readonly shown = new Set<SuperviseeId>();

  constructor(
    readonly division: DivisionCode,
    readonly bbox: BBox,
  ) {}
}

/** Where everybody who is watched was last. In memory: it is read from PostgreSQL whenever the process starts. */
export class PositionBoard {
  readonly #watched = new Map<SuperviseeId, Watched>();
  readonly #placed = new Map<SuperviseeId, Placed>();
  #changes = 1;
  #lastRemoval = 0;

  /** Takes over who is watched now. Fixes already known that are newer stay. */
  replace(watched: readonly Watched[]): void {
    const current = new Set(watched.map(({ superviseeId }) => superviseeId));
    for (const id of [...this.#watched.keys()]) if (!current.has(id)) this.#remove(id);
    for (const person of watched) this.#take(person);
  }

  /** A fix came; an older one than is shown, or one of somebody who is not watched, changes nothing. */
  move(id: SuperviseeId, fix: LatestFix): void {
    const person = this.#watched.get(id);
    const shown = this.#placed.get(id);
    if (person === undefined || (shown !== undefined && shown.fix.at >= fix.at)) return;
    this.#changes += 1;
    this.#placed.set(id, { ...person, fix, changed: this.#changes });
  }

  /** Whose order has ended is not shown any more, even before anybody tells us. */
  expire(now: Instant): void {
    for (const { superviseeId, until } of this.#watched.values()) if (until <= now) this.#remove(superviseeId);
  }

  /**
   * What a console is to be told: all of its area the first time and after somebody was taken off the board, then what
   * has changed, with those who have just left the area. Undefined when there is nothing to tell.
   */
  news(sight: Sight): { full: boolean; items: LivePosition[] } | undefined {
    const full = sight.since === 0 || this.#lastRemoval > sight.removalsSeen;
    if (full) sight.shown.clear();
    sight.removalsSeen = this.#lastRemoval;
    const after = full ? 0 : sight.since;
    const due = [...this.#placed.values()]
      .filter((person) => person.changed > after && covers(sight.division, person.division))
      .filter((person) => sight.shown.has(person.superviseeId) || within(sight.bbox, person.fix))
      .sort((a, b) => a.changed - b.changed);
    const items = due.slice(0, MOST_AT_ONCE);
    for (const person of items) this.#noteShown(sight, person);
    sight.since = due.length > items.length ? (items.at(-1)?.changed ?? 0) : this.#changes;
    return full || items.length > 0 ? { full, items: items.map(livePosition) } : undefined;
  }

  #take(person: Watched): void {
    const before = this.#watched.get(person.superviseeId);
    const shown = this.#placed.get(person.superviseeId);
    // Somebody else's now, perhaps: whoever may no longer see him must be shown a board without him.
    if (before !== undefined && before.division !== person.division) this.#remove(person.superviseeId);
    this.#watched.set(person.superviseeId, person);
    const fix = latest(person.fix, shown?.fix ?? null);
    if (fix === null || (fix === shown?.fix && sameFace(before, person))) return;
    this.#changes += 1;
    this.#placed.set(person.superviseeId, { ...person, fix, changed: this.#changes });
  }

  #noteShown(sight: Sight, { superviseeId, fix }: Placed): void {
    if (within(sight.bbox, fix)) sight.shown.add(superviseeId);
    else sight.shown.delete(superviseeId);
  }

  #remove(id: SuperviseeId): void {
    this.#watched.delete(id);
    if (!this.#placed.delete(id)) return;
    this.#changes += 1;
    this.#lastRemoval = this.#changes;
  }
}

function latest(a: LatestFix | null, b: LatestFix | null): LatestFix | null {
  if (a === null || b === null) return a ?? b;
  return a.at > b.at ? a : b;
}

function sameFace(a: Watched | undefined, b: Watched): boolean {
  return (
    a?.division === b.division &&
    a.name === b.name &&
    a.deviceId === b.deviceId &&
    a.intervalSeconds === b.intervalSeconds
  );
}

function within([west, south, east, north]: BBox, { lat, lon }: LatestFix): boolean {
  return lat >= south && lat <= north && lon >= west && lon <= east;
}

function livePosition({ superviseeId, name, deviceId, division, intervalSeconds, fix }: Placed): LivePosition {
  const { at, receivedAt, lat, lon, accuracy, source } = fix;
  const times = { at: isoInShanghai(at), receivedAt: isoInShanghai(receivedAt) };
  return { superviseeId, name, deviceId, division, intervalSeconds, ...times, lat, lon, accuracy, source };
}
