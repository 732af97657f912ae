import type { Instant, SuperviseeId } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const addWorldChanges = statement('add_world_changes');

/** Something that rules look at was changed, for one supervisee or (null) for everybody of the division. */
export interface WorldChange {
  readonly superviseeId: SuperviseeId | null;
  readonly division: string | null;
  readonly what: 'supervisee' | 'binding' | 'interval' | 'order' | 'zone' | 'leave' | 'contact';
}

export class WorldChangeStore {
  constructor(private readonly db: Database) {}

  async add(changes: readonly WorldChange[], at: Instant): Promise<void> {
    if (changes.length === 0) return;
    const column = <Key extends keyof WorldChange>(key: Key): WorldChange[Key][] =>
      changes.map((change) => change[key]);
    await addWorldChanges(this.db, column('superviseeId'), column('division'), column('what'), new Date(at));
  }
}
