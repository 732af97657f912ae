import { groupedBy, instant, type SuperviseeId } from '#libs/kernel';
import { monthOf, points, replay, type ClosedMonth, type Entry, type Month, type Scheme } from '#libs/points';
import type { ClassCode } from '#libs/protocol';
import { PointsProposalStore } from './points-proposal.store.js';
import { statement, type Database } from './statement.js';

interface PersonRow {
  readonly id: SuperviseeId;
  readonly name: string;
  readonly term_from: string;
  readonly class: ClassCode | null;
}

const findPeople = statement<PersonRow>('find_points_trial_people');
const readEntered = statement<{
  id: string;
  supervisee_id: SuperviseeId;
  item: string;
  asked: string;
  occurred_at: Date;
}>('read_points_entered');

/** What the last of some months would have come to for one person, by each of the schemes. */
export interface TriedPerson {
  readonly superviseeId: SuperviseeId;
  readonly name: string;
  readonly ends: readonly (ClosedMonth | undefined)[];
}

export interface PointsTrial {
  readonly division: string;
  readonly schemes: readonly Scheme[];
  readonly first: Month;
  readonly last: Month;
}

/** What other schemes would have made of what is on record. Nothing is written. */
export class PointsTrialView {
  constructor(private readonly db: Database) {}

  /** Some of the division's people, by id; fewer than `limit` when there are no more. */
  async some(trial: PointsTrial, after: SuperviseeId | '0', limit: number): Promise<TriedPerson[]> {
    const { division, schemes, first, last } = trial;
    const people = await findPeople(this.db, division, `${last}-01`, after, limit);
    const ids = people.map(({ id }) => id);
    const records = await new PointsProposalStore(this.db).onRecord(ids);
    const entered = groupedBy(await readEntered(this.db, ids), (row) => row.supervisee_id);
    return people.map(({ id, name, term_from, class: currentClass }) => {
      const { facts = [], alerts = [], excuses = [] } = records.get(id) ?? {};
      const history = {
        ...{ facts, alerts, excuses, currentClass },
        entered: (entered.get(id) ?? []).map(entryOf),
        since: monthOf(instant(Date.parse(`${term_from}T00:00:00+08:00`))),
      };
      return { superviseeId: id, name, ends: schemes.map((scheme) => replay(scheme, history, first, last).at(-1)) };
    });
  }
}

const entryOf = (row: { id: string; item: string; asked: string; occurred_at: Date }): Entry => ({
  id: row.id,
  item: row.item,
  asked: points(BigInt(row.asked)),
  at: instant(row.occurred_at.getTime()),
});
