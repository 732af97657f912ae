import type { AccountId, Instant, ZoneId } from '#libs/kernel';
import { instant } from '#libs/kernel';
import type { Zone } from '#libs/protocol';
import { statement, type Database } from './statement.js';

const lockZone = statement<{ division: string }>('lock_zone');
const readInForce = statement<{
  division: string;
  version: number;
  supervisees: string[];
  for_division: string | null;
}>('read_zone_in_force');
const addZone = statement<{ id: ZoneId }>('add_zone');
const closeVersion = statement<{ valid_to: Date }>('close_zone_version');
const addVersion = statement('add_zone_version');

export type Drawing = Pick<Zone, 'name' | 'kind' | 'geometry' | 'circle' | 'buffer' | 'schedule' | 'division'> & {
  readonly supervisees: readonly string[];
};

export interface DrawnBy {
  readonly account: AccountId;
  /** Whose zone it is: who may redraw it. */
  readonly division: string;
}

/** Zones (围栏), version by version. */
export class ZoneStore {
  constructor(private readonly db: Database) {}

  async add(drawing: Drawing, by: DrawnBy, at: Instant): Promise<ZoneId> {
    const [row] = await addZone(this.db, by.division, new Date(at));
    if (row === undefined) throw new Error('a zone was added and has no id');
    await this.#addVersion(row.id, 1, drawing, by.account, at);
    return row.id;
  }

  /** The version in force, held until the transaction ends; undefined when the jurisdiction does not see it. */
  async lock(id: ZoneId, jurisdiction: string) {
    await lockZone(this.db, id);
    const [row] = await readInForce(this.db, id, jurisdiction);
    return row && { ...row, forDivision: row.for_division };
  }

  /** Closes the version in force and opens the next; returns when that begins. Lock the zone first. */
  async redraw(id: ZoneId, version: number, drawing: Drawing, by: AccountId, at: Instant): Promise<Instant> {
    const [closed] = await closeVersion(this.db, id, new Date(at));
    if (closed === undefined) throw new Error('a zone has no version in force');
    const from = instant(closed.valid_to.getTime());
    await this.#addVersion(id, version, drawing, by, from);
    return from;
  }

  async #addVersion(id: ZoneId, version: number, drawing: Drawing, by: AccountId, from: Instant): Promise<void> {
    const { name, kind, geometry, circle, buffer, schedule, supervisees, division } = drawing;
    const [area, round, times] = [geometry, circle, schedule].map((shape) => shape && JSON.stringify(shape));
    const whom = [supervisees, division] as const;
    await addVersion(this.db, id, version, name, kind, area, round, buffer, times, ...whom, new Date(from), by);
  }
}
