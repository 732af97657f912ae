import { later } from './episode.js';
import type { Instant } from '#libs/kernel';
import { windowsFrom, type Demand } from './schedule.js';
import { holding, holdsAt, type World, type ZoneVersion } from './world.js';

/** Where somebody must be at a time, and until when that stays so. */
export interface Demanded {
  /** One of these; none: wherever one likes. */
  readonly zones: readonly ZoneVersion[];
  /** Since when, and until when, the first of them demands it. */
  readonly window: Demand | null;
  /** These, or else the next that will demand it: what fixes are looked at for. */
  readonly ahead: readonly ZoneVersion[];
  /** From and up to when all of this is so. */
  readonly from: Instant;
  readonly until: Instant | null;
}

const known = new WeakMap<World, Demanded>();

/** Worked out once for as long as it stays the same: rules ask with every record. */
export function demandedAt(world: World, at: Instant): Demanded {
  const before = known.get(world);
  if (before !== undefined && before.from <= at && (before.until === null || at < before.until)) return before;
  const demanded = workOut(world, at);
  known.set(world, demanded);
  return demanded;
}

function workOut(world: World, at: Instant): Demanded {
  const pieces = world.zones.flatMap((zone) => piecesOf(zone, at));
  // Somebody on leave is demanded nowhere: where he may be then is the leave's matter.
  const away = holding(world.leaves, at).length > 0;
  const turns = [...pieces, ...world.leaves].flatMap(({ from, to }) => [from, to]);
  const edges = turns.filter((edge) => edge > at);
  const until = edges.length === 0 ? null : (Math.min(...edges) as Instant);
  const now = away ? [] : pieces.filter((piece) => holdsAt(piece, at));
  const next = pieces.filter((piece) => piece.from > at);
  const soonest = Math.min(...next.map((piece) => piece.from));
  const zones = zonesOf(now);
  const ahead = zones.length > 0 ? zones : zonesOf(next.filter((piece) => piece.from === soonest));
  const [first] = now;
  const backAt = Math.max(...world.leaves.map(({ to }) => to).filter((to) => to <= at)) as Instant;
  return { zones, ahead, window: first ? { from: later(first.from, backAt), to: first.to } : null, from: at, until };
}

const zonesOf = (pieces: readonly { readonly zone: ZoneVersion }[]): ZoneVersion[] => [
  ...new Set(pieces.map(({ zone }) => zone)),
];

/** What a schedule demands while its area is in force. */
function piecesOf(zone: ZoneVersion, at: Instant): (Demand & { readonly zone: ZoneVersion })[] {
  if (zone.schedule === null || zone.kind !== 'inclusion' || (zone.to !== null && zone.to <= at)) return [];
  return windowsFrom(zone.schedule, later(at, zone.from))
    .map(({ from, to }) => ({
      zone,
      from: later(from, zone.from),
      to: zone.to === null || to < zone.to ? to : zone.to,
    }))
    .filter(({ from, to }) => from < to);
}
