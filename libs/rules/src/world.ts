import type { AlertKind, WeeklySchedule } from '#libs/protocol';
import { compileArea, type AreaShape, type CircleShape, type CompiledArea, type Wgs84 } from '#libs/geo';
import type { Instant, SuperviseeId } from '#libs/kernel';

/** From, and up to but not including; null is open. */
export interface Validity {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** A version of an area that holds for a supervisee: to be in, or not to enter. */
export interface ZoneVersion extends Validity {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly kind: string;
  readonly shape: AreaShape | CircleShape;
  /** Metres by which the border is widened. */
  readonly buffer: number;
  /** When one must be inside; null: always, and then leaving it is an exit. */
  readonly schedule: WeeklySchedule | null;
}

export interface PolicyVersion {
  readonly kind: string;
  readonly version: number;
  readonly division: string;
  readonly from: Instant;
  readonly parameters: unknown;
}

export interface Binding extends Validity {
  readonly deviceId: string;
  readonly intervalSeconds: number;
}

/** An approved device order; `to` is its end, early or not. */
export interface DeviceOrder extends Validity {
  readonly id: string;
  readonly to: Instant;
  readonly approvedAt: Instant;
}

/** An approved leave (外出) that holds from its approval on, until its end, its report (销假) or its withdrawal. */
export interface Leave extends Validity {
  readonly id: string;
  readonly to: Instant;
  readonly place: { readonly name: string; readonly shapes: readonly (AreaShape | CircleShape)[] };
  /** When one must be back, and have reported it. */
  readonly due: Instant;
  readonly closed: { readonly at: Instant; readonly how: 'reported_back' | 'withdrawn' } | null;
}

/** Where a supervisee was registered. */
export interface Home extends Validity {
  readonly division: string;
  /** The area of the county, which holds while no zone is drawn for the supervisee. */
  readonly county: ZoneVersion | null;
}

/** Everything that was ever in force for one supervisee: rules are asked about a time, and so is this. */
export interface World {
  readonly superviseeId: SuperviseeId;
  /** Where the supervisee is registered now. */
  readonly division: string;
  readonly homes: readonly Home[];
  readonly zones: readonly ZoneVersion[];
  /** Areas that must not be entered (禁止令, a protected person's place). */
  readonly exclusions: readonly ZoneVersion[];
  readonly policies: readonly PolicyVersion[];
  readonly bindings: readonly Binding[];
  readonly orders: readonly DeviceOrder[];
  readonly leaves: readonly Leave[];
}

export const holdsAt = ({ from, to }: Validity, at: Instant): boolean => from <= at && (to === null || at < to);

/** The areas one of which the supervisee may not be outside of: those drawn for it, else its county. */
export function areasAt(world: World, at: Instant): readonly ZoneVersion[] {
  const drawn = holding(atAllTimes(world.zones), at);
  if (drawn.length > 0) return drawn;
  const county = homeAt(world, at)?.county ?? null;
  return county === null ? [] : alone(county);
}

const untimed = new WeakMap<readonly ZoneVersion[], readonly ZoneVersion[]>();

/** Without those that say when to be inside: they hold nobody at other times (see `demand.ts`). */
function atAllTimes(zones: readonly ZoneVersion[]): readonly ZoneVersion[] {
  const known = untimed.get(zones) ?? zones.filter((zone) => zone.schedule === null);
  untimed.set(zones, known);
  return known;
}

const NONE: readonly ZoneVersion[] = [];

export const exclusionsAt = ({ exclusions }: World, at: Instant): readonly ZoneVersion[] =>
  exclusions.length === 0 ? NONE : exclusions.filter((zone) => holdsAt(zone, at));

/** Degrees beyond the box of an area, some kilometres, outside of which nothing there matters to a fix. */
const NEAR_DEGREES = 0.05;

/** A cheap look before an exact one. */
export function isNear(zone: ZoneVersion, { lat, lon }: Wgs84): boolean {
  const [west, south, east, north] = compiledArea(zone).bbox;
  const margin = NEAR_DEGREES + zone.buffer / 90_000;
  return lon >= west - margin && lon <= east + margin && lat >= south - margin && lat <= north + margin;
}

const homeAt = (world: World, at: Instant): Home | undefined => world.homes.find((home) => holdsAt(home, at));

const ones = new WeakMap<ZoneVersion, readonly ZoneVersion[]>();

/** As a list: always the same one, so that what is made of it is made once. */
function alone(zone: ZoneVersion): readonly ZoneVersion[] {
  const known = ones.get(zone) ?? [zone];
  ones.set(zone, known);
  return known;
}

interface Span<Held> {
  readonly from: number;
  readonly to: number;
  readonly held: readonly Held[];
}
const spans = new WeakMap<readonly Validity[], Span<Validity>>();

/**
 * Those of a list that hold at a time, in its order. The last answer is kept with the span of time in which nothing
 * begins or ends: records come minute after minute, and zones change once a month.
 */
export function holding<Held extends Validity>(those: readonly Held[], at: Instant): readonly Held[] {
  if (those.length === 0) return those;
  const known = spans.get(those) as Span<Held> | undefined;
  if (known !== undefined && known.from <= at && at < known.to) return known.held;
  const turns = those.flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
  const span: Span<Held> = {
    from: turns.reduce<number>((last, turn) => (turn <= at && turn > last ? turn : last), -Infinity),
    to: turns.reduce<number>((next, turn) => (turn > at && turn < next ? turn : next), Infinity),
    held: those.filter((one) => holdsAt(one, at)),
  };
  spans.set(those, span);
  return span.held;
}

export const divisionAt = (world: World, at: Instant): string => homeAt(world, at)?.division ?? world.division;

/** The closest division's newest version wins. */
export function policyAt(world: World, kind: AlertKind, at: Instant): PolicyVersion | undefined {
  const division = divisionAt(world, at);
  let best: PolicyVersion | undefined;
  for (const policy of policiesOf(world, kind)) {
    if (policy.from > at || !division.startsWith(policy.division)) continue;
    if (best === undefined || !precedes(best, policy)) best = policy;
  }
  return best;
}

const byKind = new WeakMap<readonly PolicyVersion[], Map<string, readonly PolicyVersion[]>>();

/** Sorted out once: rules ask with every record, of all kinds together. */
function policiesOf({ policies }: World, kind: AlertKind): readonly PolicyVersion[] {
  const known = byKind.get(policies) ?? new Map<string, readonly PolicyVersion[]>();
  byKind.set(policies, known);
  const found = known.get(kind) ?? policies.filter((policy) => policy.kind === kind);
  known.set(kind, found);
  return found;
}

const precedes = (a: PolicyVersion, b: PolicyVersion): boolean =>
  a.division.length > b.division.length || (a.division.length === b.division.length && a.version > b.version);

export const orderAt = (world: World, at: Instant): DeviceOrder | undefined =>
  world.orders.find((order) => holdsAt(order, at));

/** Compiled once for each version, however many supervisees share it. */
const compiled = new WeakMap<object, CompiledArea>();

export function compiledArea(zone: Pick<ZoneVersion, 'shape'>): CompiledArea {
  const known = compiled.get(zone.shape);
  if (known) return known;
  const area = compileArea(zone.shape);
  compiled.set(zone.shape, area);
  return area;
}
