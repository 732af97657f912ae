import { groupedBy, type ListedPlaceId } from '#libs/kernel';
import type { ListedPlace, Role } from '#libs/protocol';
import type { MadeBy } from './leave.store.js';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: ListedPlaceId;
  readonly division: string;
  readonly version: number;
  readonly state: ListedPlace['state'];
  readonly name: string;
  readonly geometry: ListedPlace['geometry'];
  readonly circle: ListedPlace['circle'];
  readonly reason: string;
  readonly note: string | null;
  readonly made_by: string;
  readonly made_role: Role;
  readonly made_at: Date;
}

const addPlace = statement<{ id: ListedPlaceId }>('add_listed_place');
const addVersion = statement('add_listed_place_version');
const withdrawPlace = statement('withdraw_listed_place');
const lockPlace = statement<{ division: string }>('lock_listed_place');
const readPlaces = statement<Row>('read_listed_places');

export type WantedPlace = Pick<ListedPlace, 'name' | 'division' | 'geometry' | 'circle' | 'reason'>;

/** Places where gathering is of no concern (登记场所), version by version. */
export class ListedPlaceStore {
  constructor(private readonly db: Database) {}

  async add({ name, division, geometry, circle, reason }: WantedPlace, by: MadeBy): Promise<ListedPlaceId> {
    const [row] = await addPlace(this.db, division, new Date(by.at));
    if (row === undefined) throw new Error('a place was listed and has no id');
    const [area, round] = [geometry, circle].map((shape) => shape && JSON.stringify(shape));
    await addVersion(this.db, row.id, name, area, round, reason, by.account, by.role, new Date(by.at));
    return row.id;
  }

  /** Held until the transaction ends; undefined when somebody above the jurisdiction listed it. */
  async lock(id: ListedPlaceId, jurisdiction: string): Promise<{ division: string } | undefined> {
    return (await lockPlace(this.db, id, jurisdiction))[0];
  }

  /** Lock it first. */
  async withdraw(id: ListedPlaceId, reason: string, by: MadeBy): Promise<void> {
    await withdrawPlace(this.db, id, reason, by.account, by.role, new Date(by.at));
  }

  /** Newest first. */
  async list(jurisdiction: string): Promise<ListedPlace[]> {
    const rows = await readPlaces(this.db, jurisdiction);
    return [...groupedBy(rows, (row) => row.id).values()].map(placeOf);
  }
}

function placeOf(versions: readonly Row[]): ListedPlace {
  const { id, name, division, state, geometry, circle, reason } = versions.at(-1) as Row;
  return {
    ...{ id, name, division, state, geometry, circle, reason },
    versions: versions.map((row) => ({
      version: row.version,
      state: row.state,
      at: iso(row.made_at),
      by: row.made_by,
      role: row.made_role,
      note: row.note,
    })),
  };
}
