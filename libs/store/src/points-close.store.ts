import { instant, isoInShanghai, type Instant, type PointsCloseId, type SuperviseeId } from '#libs/kernel';
import { writePoints, type Month } from '#libs/points';
import type { PointsClose, PointsCloseLine } from '#libs/protocol';
import { PLATFORM } from './points-ledger.store.js';
import { PointsMonthView, type MonthLine } from './points-month.view.js';
import type { SchemeVersion } from './points-scheme.store.js';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: PointsCloseId;
  readonly division: string;
  readonly month: string;
  readonly scheme_id: string;
  readonly version: number;
  readonly begun_by: string;
  readonly begun_by_name: string;
  readonly begun_at: Date;
  readonly people: number;
  readonly objections: number;
  readonly steps: readonly StepRow[];
}
interface StepRow {
  readonly step: Step;
  readonly by: string | null;
  readonly name: string | null;
  readonly until: string | null;
  readonly at: string;
}
interface LineRow {
  readonly supervisee_id: SuperviseeId;
  readonly name: string;
  readonly opening: string | null;
  readonly base: string | null;
  readonly additions: string;
  readonly deductions: string;
  readonly closing: string | null;
  readonly band: string | null;
  readonly grade: string | null;
  readonly secret: boolean;
  readonly proposed_class: PointsCloseLine['proposedClass'];
}

type Step = PointsClose['steps'][number]['step'];

const beginClose = statement<{ id: PointsCloseId }>('begin_points_close');
const lockOffice = statement('lock_points_office');
const findPeople = statement<{ id: SuperviseeId }>('find_points_close_people');
const addLines = statement('add_points_close_lines');
const addStep = statement<{ close_id: string }>('add_points_close_step');
const findDue = statement<{
  id: PointsCloseId;
  division: string;
  month: Month;
  scheme_id: string;
  version: number;
  next: 'computed' | 'sent';
}>('find_points_closes_due');
const readCloses = statement<Row>('read_points_closes');
const readLines = statement<LineRow>('read_points_close_lines');

/** A close with which the platform has to go on. */
export interface CloseDue {
  readonly id: PointsCloseId;
  readonly division: string;
  readonly month: Month;
  readonly scheme: { readonly id: string; readonly version: number };
  readonly next: 'computed' | 'sent';
}

/** 月度结算: an office closes a month. Line by line, so that it goes on where it stopped; what was made stays. */
export class PointsCloseStore {
  constructor(private readonly db: Database) {}

  /** Undefined when it was begun before. From then on nothing more is booked in that month. */
  async begin(
    division: string,
    month: Month,
    version: SchemeVersion,
    by: { readonly account: string; readonly at: Instant },
  ): Promise<PointsCloseId | undefined> {
    await lockOffice(this.db, division);
    const of = [division, `${month}-01`, version.id, version.version] as const;
    const [row] = await beginClose(this.db, ...of, by.account, new Date(by.at));
    return row?.id;
  }

  /** Those under supervision in a month who are in no close of it, by id. */
  async people(division: string, month: Month, after: SuperviseeId | '0', limit: number): Promise<SuperviseeId[]> {
    return (await findPeople(this.db, division, `${month}-01`, after, limit)).map(({ id }) => id);
  }

  /** Makes the lines of some more people; answers how many. */
  async compute(close: CloseDue, version: SchemeVersion, limit: number, at: Instant): Promise<number> {
    const ids = await this.people(close.division, close.month, '0', limit);
    if (ids.length === 0) return 0;
    const lines = await new PointsMonthView(this.db).preview(version, ids, close.month);
    await addLines(this.db, close.id, JSON.stringify(lines.map(stored)), new Date(at));
    return ids.length;
  }

  /** False when it was taken before. `until`: how long what is published can be objected to. */
  async step(
    id: PointsCloseId,
    step: Step,
    by: { readonly account: string; readonly at: Instant },
    until: Instant | null = null,
  ): Promise<boolean> {
    const rows = await addStep(this.db, id, step, by.account, until === null ? null : new Date(until), new Date(by.at));
    return rows.length === 1;
  }

  async due(): Promise<CloseDue[]> {
    return (await findDue(this.db)).map(({ id, division, month, scheme_id, version, next }) => ({
      ...{ id, division, month, next },
      scheme: { id: scheme_id, version },
    }));
  }

  /** Newest month first. */
  async list(jurisdiction: string, limit: number, id: PointsCloseId | null = null): Promise<PointsClose[]> {
    return (await readCloses(this.db, jurisdiction, id, limit)).map(closeOf);
  }

  /** Highest score first. */
  async lines(id: PointsCloseId, isPublic: boolean): Promise<PointsCloseLine[]> {
    return (await readLines(this.db, id, isPublic)).map(lineOf);
  }
}

/** As the column types of `jsonb_to_recordset` read it: hundredths as text, since JSON numbers are binary fractions. */
const stored = ({ superviseeId, secret, closed }: MonthLine) => ({
  supervisee_id: superviseeId,
  opening: closed.opening?.toString() ?? null,
  base: closed.base?.toString() ?? null,
  additions: closed.additions.toString(),
  deductions: closed.deductions.toString(),
  closing: closed.closing?.toString() ?? null,
  parts: Object.fromEntries(Object.entries(closed.parts).map(([part, amount]) => [part, amount.toString()])),
  band: closed.band,
  grade: closed.grade,
  class_proposal: closed.classProposal,
  prompts: closed.prompts,
  secret,
});

/** A line of a month as it would be closed now. */
export const previewed = ({ superviseeId, name, secret, closed }: MonthLine): PointsCloseLine => ({
  superviseeId,
  name,
  secret,
  opening: written(closed.opening),
  base: written(closed.base),
  additions: writePoints(closed.additions),
  deductions: writePoints(closed.deductions),
  closing: written(closed.closing),
  band: closed.band,
  grade: closed.grade,
  proposedClass: closed.classProposal?.proposed ?? null,
});

const written = (amount: bigint | null): string | null => (amount === null ? null : writePoints(amount));
const read = (text: string | null): string | null => (text === null ? null : writePoints(BigInt(text)));
const lineOf = (row: LineRow): PointsCloseLine => ({
  superviseeId: row.supervisee_id,
  name: row.name,
  secret: row.secret,
  opening: read(row.opening),
  base: read(row.base),
  additions: writePoints(BigInt(row.additions)),
  deductions: writePoints(BigInt(row.deductions)),
  closing: read(row.closing),
  band: row.band,
  grade: row.grade,
  proposedClass: row.proposed_class,
});

const timeOf = (json: string): string => isoInShanghai(instant(Date.parse(json)));
const closeOf = (row: Row): PointsClose => ({
  id: row.id,
  division: row.division,
  month: row.month,
  scheme: { id: row.scheme_id, version: row.version },
  begunBy: { id: row.begun_by, name: row.begun_by_name },
  begunAt: iso(row.begun_at),
  people: row.people,
  objections: row.objections,
  state: row.steps.at(-1)?.step ?? 'begun',
  steps: row.steps.map(({ step, by, name, until, at }) => ({
    step,
    by: by === null || by === PLATFORM ? null : { id: by, name: name ?? '' },
    until: until === null ? null : timeOf(until),
    at: timeOf(at),
  })),
});
