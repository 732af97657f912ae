import { groupedBy, type ContactId, type SuperviseeId } from '#libs/kernel';
import type { ForbiddenContact, ProtectedPlace, Role } from '#libs/protocol';
import type { MadeBy } from './leave.store.js';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: ContactId;
  readonly kind: ForbiddenContact['kind'];
  readonly other_id: string | null;
  readonly other_name: string | null;
  readonly version: number;
  readonly state: ForbiddenContact['state'];
  readonly designation: string | null;
  readonly buffer_m: number;
  readonly basis: string;
  readonly note: string | null;
  readonly made_by: string;
  readonly made_role: Role;
  readonly made_at: Date;
}

const addContact = statement<{ id: ContactId }>('add_forbidden_contact');
const addVersion = statement('add_forbidden_contact_version');
const withdrawContact = statement('withdraw_forbidden_contact');
const lockContact = statement<{ supervisee_id: SuperviseeId; division: string }>('lock_forbidden_contact');
const readContacts = statement<Row>('read_forbidden_contacts');
const readPlace = statement<{
  supervisee_id: SuperviseeId;
  division: string;
  person_name: string;
  place_name: string;
  geometry: ProtectedPlace['geometry'];
  circle: ProtectedPlace['circle'];
  buffer_m: number;
}>('read_protected_place');

/** Who is protected and where, or with whom no contact may be. */
export type WantedContact =
  | ({ readonly kind: 'protected_person'; readonly designation: string; readonly basis: string } & ProtectedPlace)
  | { readonly kind: 'co_offender'; readonly other: SuperviseeId; readonly basis: string };

/** Whom supervisees must keep away from (禁止接触), version by version. */
export class ForbiddenContactStore {
  constructor(private readonly db: Database) {}

  async add(superviseeId: SuperviseeId, wanted: WantedContact, by: MadeBy): Promise<ContactId> {
    const other = wanted.kind === 'co_offender' ? wanted.other : null;
    const [row] = await addContact(this.db, superviseeId, wanted.kind, other, new Date(by.at));
    if (row === undefined) throw new Error('a contact was added and has no id');
    const made = [wanted.basis, by.account, by.role, new Date(by.at)] as const;
    if (wanted.kind === 'co_offender') {
      await addVersion(this.db, row.id, null, null, null, null, null, 0, ...made);
      return row.id;
    }
    const { designation, personName, placeName, buffer } = wanted;
    const [area, round] = [wanted.geometry, wanted.circle].map((shape) => shape && JSON.stringify(shape));
    await addVersion(this.db, row.id, designation, personName, placeName, area, round, buffer, ...made);
    return row.id;
  }

  /** What a withdrawal starts from, held until the transaction ends; undefined outside the jurisdiction. */
  async lock(id: ContactId, jurisdiction: string) {
    const [row] = await lockContact(this.db, id, jurisdiction);
    return row && { superviseeId: row.supervisee_id, division: row.division };
  }

  /** Lock it first. */
  async withdraw(id: ContactId, reason: string, by: MadeBy): Promise<void> {
    await withdrawContact(this.db, id, reason, by.account, by.role, new Date(by.at));
  }

  /** All of a supervisee, newest first, those written down with the other one among them. */
  async listOf(superviseeId: SuperviseeId): Promise<ForbiddenContact[]> {
    const rows = await readContacts(this.db, superviseeId);
    return [...groupedBy(rows, (row) => row.id).values()].map(contactOf);
  }

  /** Undefined for a co-offender, and outside the jurisdiction. */
  async place(id: ContactId, jurisdiction: string) {
    const [row] = await readPlace(this.db, id, jurisdiction);
    if (row === undefined) return undefined;
    const { supervisee_id: superviseeId, division, geometry, circle } = row;
    const place = { personName: row.person_name, placeName: row.place_name, geometry, circle, buffer: row.buffer_m };
    return { superviseeId, division, place };
  }
}

function contactOf(versions: readonly Row[]): ForbiddenContact {
  const newest = versions.at(-1) as Row;
  return {
    id: newest.id,
    kind: newest.kind,
    state: newest.state,
    other: newest.other_id === null ? null : { id: newest.other_id, name: newest.other_name ?? '' },
    designation: newest.designation,
    buffer: newest.kind === 'protected_person' ? newest.buffer_m : null,
    basis: newest.basis,
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
