import type { Instant, SuperviseeId } from '#libs/kernel';
import type { Supervisee } from '#libs/protocol';
import { statement, type Database } from './statement.js';

const addSupervisee = statement<{ id: SuperviseeId }>('add_supervisee');
const lockSupervisee = statement<{ division: string; term_from: string; term_to: string; version: number }>(
  'lock_supervisee',
);
const changeSupervisee = statement('change_supervisee');

export type NewSupervisee = Pick<Supervisee, 'name' | 'division' | 'category' | 'termFrom' | 'termTo' | 'minor'> & {
  readonly note?: string | undefined;
};

export class SuperviseeStore {
  constructor(private readonly db: Database) {}

  async add(person: NewSupervisee, at: Instant): Promise<SuperviseeId> {
    const { name, division, category, termFrom, termTo, minor, note = null } = person;
    const [row] = await addSupervisee(this.db, name, division, category, termFrom, termTo, minor, note, new Date(at));
    if (row === undefined) throw new Error('a supervisee was added and has no id');
    return row.id;
  }

  /** What a change starts from, held until the transaction ends; undefined outside the jurisdiction. */
  async lock(
    id: SuperviseeId,
    jurisdiction: string,
  ): Promise<{ division: string; termFrom: string; termTo: string; version: number } | undefined> {
    const [row] = await lockSupervisee(this.db, id, jurisdiction);
    return row && { division: row.division, termFrom: row.term_from, termTo: row.term_to, version: row.version };
  }

  async change(
    id: SuperviseeId,
    change: { readonly [Key in keyof NewSupervisee]?: NewSupervisee[Key] | undefined },
  ): Promise<void> {
    const { name, division, category, termFrom, termTo, note } = change;
    const values = [name, division, category, termFrom, termTo, note].map((value) => value ?? null);
    await changeSupervisee(this.db, id, ...values);
  }
}
