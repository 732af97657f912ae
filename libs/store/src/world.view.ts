import { countyOf, groupedBy, instant, superviseeId, type Instant, type SuperviseeId } from '#libs/kernel';
import {
  later,
  type Binding,
  type DeviceOrder,
  type Home,
  type Leave,
  type PolicyVersion,
  type World,
  type ZoneVersion,
} from '#libs/rules';
import type { AreaShape } from '#libs/geo';
import { statement, type Database } from './statement.js';
import { scheduleOf } from './zone.view.js';

const readPeople = statement<{ id: string; division: string }>('read_world_people');
const readHomes = statement<{ supervisee_id: string; division: string; at: Date }>('read_world_homes');
const readZones = statement<{
  supervisee_id: string | null;
  for_division: string | null;
  zone_id: string;
  version: number;
  name: string;
  kind: string;
  shape: ZoneVersion['shape'];
  buffer_m: number;
  schedule: unknown;
  valid_from: Date;
  valid_to: Date | null;
}>('read_world_zones');
const readPolicies = statement<{
  kind: string;
  version: number;
  division: string;
  valid_from: Date;
  parameters: unknown;
}>('read_world_policies');
const readBindings = statement<{
  supervisee_id: string;
  device_id: string;
  bound_from: Date;
  bound_to: Date | null;
  interval_s: number;
}>('read_world_bindings');
const readOrders = statement<{
  supervisee_id: string;
  id: string;
  valid_from: Date;
  valid_to: Date;
  approved_at: Date;
}>('read_world_orders');
const readLeaves = statement<{
  supervisee_id: string;
  id: string;
  place_name: string;
  division: string | null;
  shape: ZoneVersion['shape'] | null;
  valid_from: Date;
  valid_to: Date;
  approved_at: Date;
  state: 'reported_back' | 'withdrawn' | null;
  over_at: Date | null;
}>('read_world_leaves');
const readAreas = statement<{ geometry: AreaShape }>('read_division_areas');
const readArea = statement<{ code: string; name_zh: string; geometry: ZoneVersion['shape'] }>('read_division_area');
const readChanges = statement<{
  horizon: string;
  id: string | null;
  supervisee_id: SuperviseeId | null;
  division: string | null;
  what: string;
  at: Date;
}>('read_world_changes');

/** Something that rules look at was changed: for one supervisee, or for everybody of a division. */
export interface ChangeOfWorld {
  readonly superviseeId: SuperviseeId | null;
  readonly division: string | null;
  readonly at: Instant;
}

/** What rules are asked about: zones, policies, wristbands and orders, with the times in which each was in force. */
export class WorldView {
  readonly #counties = new Map<string, ZoneVersion | null>();
  readonly #places = new Map<string, Leave['place']['shapes']>();
  readonly #shapes = new Map<string, ZoneVersion['shape']>();
  #known: { readonly says: string; readonly policies: readonly PolicyVersion[] } | undefined;

  constructor(private readonly db: Database) {}

  async of(ids: readonly SuperviseeId[]): Promise<Map<SuperviseeId, World>> {
    if (ids.length === 0) return new Map();
    const people = await readPeople(this.db, ids);
    const moves = groupedBy(await readHomes(this.db, ids), (row) => row.supervisee_id);
    const zones = groupedBy(await readZones(this.db, ids), (row) => row.supervisee_id);
    const bindings = groupedBy(await readBindings(this.db, ids), (row) => row.supervisee_id);
    const leaves = groupedBy(await readLeaves(this.db, ids), (row) => row.supervisee_id);
    const orders = groupedBy(await readOrders(this.db, ids), (row) => row.supervisee_id);
    const policies = await this.#policies();
    const worlds = new Map<SuperviseeId, World>();
    for (const { id, division } of people) {
      const homes = await this.#homes(division, moves.get(id) ?? []);
      const drawn = (zones.get(id) ?? []).map((row) => this.#zone(row));
      const shared = (zones.get(null) ?? []).flatMap((row) => whileAtHome(homes, row.for_division, this.#zone(row)));
      worlds.set(superviseeId(id), {
        superviseeId: superviseeId(id),
        division,
        homes,
        zones: [...drawn, ...shared].filter(({ kind }) => kind === 'inclusion'),
        exclusions: [...drawn, ...shared].filter(({ kind }) => kind === 'exclusion'),
        policies,
        bindings: (bindings.get(id) ?? []).map(bindingOf),
        orders: (orders.get(id) ?? []).map(orderOf),
        leaves: await Promise.all((leaves.get(id) ?? []).map((row) => this.#leave(row))),
      });
    }
    return worlds;
  }

  /** The same list as long as it says the same: what is made of it is made once for everybody. */
  async #policies(): Promise<readonly PolicyVersion[]> {
    const rows = await readPolicies(this.db);
    const says = JSON.stringify(rows);
    if (this.#known?.says !== says) this.#known = { says, policies: rows.map(policyOf) };
    return this.#known.policies;
  }

  async #homes(now: string, moves: Awaited<ReturnType<typeof readHomes>>): Promise<Home[]> {
    const places = moves.filter((row, index) => row.division !== moves[index - 1]?.division);
    if (places.length <= 1) return [{ division: now, county: await this.#county(countyOf(now)), ...ALWAYS }];
    const homes: Home[] = [];
    for (const [index, { division, at }] of places.entries()) {
      const next = places[index + 1];
      const county = await this.#county(countyOf(division));
      homes.push({ division, county, from: index === 0 ? ALWAYS.from : timeOf(at), to: next ? timeOf(next.at) : null });
    }
    return homes;
  }

  /** Changes from an arrival on, and the arrival below which they are complete. */
  async changes(from: string): Promise<{ readonly changes: readonly ChangeOfWorld[]; readonly next: string }> {
    const rows = await readChanges(this.db, from);
    const changes = rows
      .filter((row) => row.id !== null)
      .map((row) => ({ superviseeId: row.supervisee_id, division: row.division, at: timeOf(row.at) }));
    const horizon = rows[0]?.horizon ?? from;
    return { changes, next: BigInt(horizon) > BigInt(from) ? horizon : from };
  }

  /** The same shape is the same object for everybody: it is compiled once. */
  #zone(row: Awaited<ReturnType<typeof readZones>>[number]): ZoneVersion {
    const key = `${row.zone_id}:${row.version}`;
    const shape = this.#shapes.get(key) ?? row.shape;
    this.#shapes.set(key, shape);
    const { version, name, kind, buffer_m: buffer } = row;
    const to = row.valid_to === null ? null : timeOf(row.valid_to);
    const schedule = scheduleOf(row.schedule);
    return { id: row.zone_id, version, name, kind, shape, buffer, schedule, from: timeOf(row.valid_from), to };
  }

  /** From its approval on: what was approved afterwards does not judge what was before. */
  async #leave(row: Awaited<ReturnType<typeof readLeaves>>[number]): Promise<Leave> {
    const shapes = await this.#placeOf(row);
    const closed = row.state === null || row.over_at === null ? null : { at: timeOf(row.over_at), how: row.state };
    const due = timeOf(row.valid_to);
    const from = later(timeOf(row.valid_from), timeOf(row.approved_at));
    const to = earlier(due, closed?.at ?? null) ?? due;
    return { id: row.id, place: { name: row.place_name, shapes }, from, to: later(from, to), due, closed };
  }

  /** A place is the same object for everybody who goes there: it is compiled once. */
  async #placeOf({
    id,
    division,
    shape,
  }: Awaited<ReturnType<typeof readLeaves>>[number]): Promise<Leave['place']['shapes']> {
    const key = division ?? `leave:${id}`;
    const known = this.#places.get(key);
    if (known) return known;
    const areas = division === null ? [] : await readAreas(this.db, division);
    const shapes = shape === null ? areas.map(({ geometry }) => geometry) : [shape];
    this.#places.set(key, shapes);
    return shapes;
  }

  async #county(code: string): Promise<ZoneVersion | null> {
    const known = this.#counties.get(code);
    if (known) return known;
    const [row] = await readArea(this.db, code);
    const county: ZoneVersion | null =
      row === undefined
        ? null
        : {
            id: `division:${row.code}`,
            version: 1,
            name: row.name_zh,
            kind: 'inclusion',
            shape: row.geometry,
            buffer: 0,
            schedule: null,
            ...ALWAYS,
          };
    this.#counties.set(code, county);
    return county;
  }
}

const ALWAYS = { from: instant(0), to: null } as const;

/** An area of a division holds for somebody while registered there. */
function whileAtHome(homes: readonly Home[], forDivision: string | null, zone: ZoneVersion): ZoneVersion[] {
  return homes
    .filter(({ division }) => forDivision !== null && division.startsWith(forDivision))
    .map(({ from, to }) => ({ ...zone, from: later(zone.from, from), to: earlier(zone.to, to) }))
    .filter((part) => part.to === null || part.from < part.to);
}

const earlier = (a: Instant | null, b: Instant | null): Instant | null => (a === null || (b !== null && b < a) ? b : a);

const timeOf = (at: Date): Instant => instant(at.getTime());

const policyOf = (row: Awaited<ReturnType<typeof readPolicies>>[number]): PolicyVersion => ({
  kind: row.kind,
  version: row.version,
  division: row.division,
  from: timeOf(row.valid_from),
  parameters: row.parameters,
});

const bindingOf = (row: Awaited<ReturnType<typeof readBindings>>[number]): Binding => ({
  deviceId: row.device_id,
  intervalSeconds: row.interval_s,
  from: timeOf(row.bound_from),
  to: row.bound_to === null ? null : timeOf(row.bound_to),
});

const orderOf = (row: Awaited<ReturnType<typeof readOrders>>[number]): DeviceOrder => ({
  id: row.id,
  from: timeOf(row.valid_from),
  to: timeOf(row.valid_to),
  approvedAt: timeOf(row.approved_at),
});
