import { groupedBy, instant, type SuperviseeId } from '#libs/kernel';
import { closeMonth, monthOf, monthsFrom, points, type ClosedMonth, type Month, type Points } from '#libs/points';
import type { ClassCode, PointsAccount } from '#libs/protocol';
import { writePoints } from '#libs/points';
import { PointsFactStore } from './points-fact.store.js';
import { PointsLedgerStore } from './points-ledger.store.js';
import { statement, type Database } from './statement.js';
import type { SchemeVersion } from './points-scheme.store.js';

interface PersonRow {
  readonly id: SuperviseeId;
  readonly name: string;
  readonly division: string;
  readonly minor: boolean;
  readonly term_from: string;
  readonly closed_month: Month | null;
  readonly closing: string | null;
  readonly class: ClassCode | null;
}

const readPeople = statement<PersonRow>('read_points_people');
const readLines = statement<{ month: string; opening: string | null; closing: string | null; band: string | null }>(
  'read_points_lines',
);

/** What a month comes to for one person. */
export interface MonthLine {
  readonly superviseeId: SuperviseeId;
  readonly name: string;
  readonly secret: boolean;
  readonly class: ClassCode | null;
  readonly closed: ClosedMonth;
}

/** Months as they would be closed now, and as they were. */
export class PointsMonthView {
  constructor(private readonly db: Database) {}

  /** What a month comes to for some people, by what is booked and on record now. */
  async preview({ scheme }: SchemeVersion, ids: readonly SuperviseeId[], month: Month): Promise<MonthLine[]> {
    const people = await readPeople(this.db, ids, `${month}-01`);
    const facts = await new PointsFactStore(this.db).standing(ids);
    const movements = groupedBy(
      await new PointsLedgerStore(this.db).movements(ids),
      ({ superviseeId }) => superviseeId,
    );
    return people.map((person) => {
      const since = person.closed_month;
      const booked = (movements.get(person.id) ?? []).filter(
        (line) => line.month <= month && (since === null || line.month > since),
      );
      const closed = closeMonth(scheme, {
        month,
        opening: amountOf(person.closing),
        movements: booked,
        facts: facts.get(person.id) ?? [],
        served: servedBy(person.term_from, month),
        currentClass: person.class,
      });
      return { superviseeId: person.id, name: person.name, secret: person.minor, class: person.class, closed };
    });
  }

  /** Months of somebody that are closed, oldest first. */
  async closedOf(id: SuperviseeId): Promise<PointsAccount['months']> {
    const rows = await readLines(this.db, id);
    const text = (amount: string | null): string | null => (amount === null ? null : writePoints(BigInt(amount)));
    return rows.map((row) => ({ ...row, opening: text(row.opening), closing: text(row.closing) }));
  }
}

/** Whole months from the first day of the term to the end of a month. */
export function servedBy(termFrom: string, month: Month): number {
  const first = instant(Date.parse(`${termFrom}T00:00:00+08:00`));
  return Math.max(0, monthsFrom(monthOf(first), month) + (termFrom.endsWith('-01') ? 1 : 0));
}

const amountOf = (text: string | null): Points | null => (text === null ? null : points(BigInt(text)));
