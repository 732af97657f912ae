import {
  backtestId,
  instant,
  superviseeId,
  type AccountId,
  type BacktestId,
  type Instant,
  type SuperviseeId,
} from '#libs/kernel';
import type { AlertKind, Backtest, TrialChange } from '#libs/protocol';
import type { Found, SupposedDrawing, Supposition, Tally } from '#libs/rules';
import { iso, isoOrNull } from './row-time.js';
import { statement, type Database } from './statement.js';

const add = statement<{ id: string }>('add_backtest');
const findPeople = statement<{ id: string }>('find_backtest_people');
const read = statement<{
  id: string;
  division: string;
  change: TrialChange;
  since: Date;
  until: Date;
  reason: string;
  people: number;
  asked_by: string;
  asked_by_name: string;
  asked_at: Date;
  state: Backtest['state'];
  done: number;
  records: number;
  result: Tally | null;
  ended_at: Date | null;
}>('read_backtests');
const cancel = statement<{ id: string }>('cancel_backtest');
const claim = statement<{
  id: string;
  division: string;
  change: TrialChange;
  since: Date;
  until: Date;
  people: string[];
  done: number;
  records: number;
  result: Tally | null;
}>('claim_backtest');
const keep = statement<{ id: string }>('keep_backtest');
const lock = statement('lock_backtests');
const countWaiting = statement<{ waiting: number }>('count_waiting_backtests');
const readAlerts = statement<{ id: string; episode: string }>('read_alerts_of_episodes');
const readOnFile = statement<{
  kind: AlertKind;
  episode: string;
  occurred_at: Date;
  detected_at: Date;
  ended_at: Date | null;
}>('read_alerts_on_file');
const readNames = statement<{ id: string; name: string }>('read_supervisee_names');
const readPolicy = statement<{ version: number; parameters: Record<string, unknown> }>('read_policy');

export interface NewBacktest {
  readonly division: string;
  readonly office: string;
  readonly change: TrialChange;
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: string;
  readonly people: readonly SuperviseeId[];
  readonly by: AccountId;
  readonly at: Instant;
}

/** One that a process runs, as far as it is. */
export interface BacktestInHand {
  readonly id: BacktestId;
  readonly supposition: Supposition;
  readonly from: Instant;
  readonly to: Instant;
  readonly people: readonly SuperviseeId[];
  readonly done: number;
  readonly records: number;
  readonly result: Tally | null;
}

/** What other parameters would have found: asked for, run and read. */
export class BacktestStore {
  constructor(private readonly db: Database) {}

  async add(wanted: NewBacktest): Promise<BacktestId> {
    const { division, office, change, from, to, reason, people, by, at } = wanted;
    const period = [new Date(from), new Date(to)];
    const [row] = await add(this.db, division, office, change, ...period, reason, people, by, new Date(at));
    if (row === undefined) throw new Error('a backtest was asked for and has no id');
    return backtestId(row.id);
  }

  /** How many of an office are not over. Nobody of it may ask for another one until the transaction ends. */
  async waiting(office: string): Promise<number> {
    await lock(this.db, office);
    const [row] = await countWaiting(this.db, office);
    return row?.waiting ?? 0;
  }

  async people(
    division: string,
    { named = null, zoneId = null }: { readonly named?: readonly string[] | null; readonly zoneId?: string | null },
    { from, to }: Pick<NewBacktest, 'from' | 'to'>,
    limit: number,
  ): Promise<SuperviseeId[]> {
    const rows = await findPeople(this.db, division, named, new Date(from), new Date(to), zoneId, limit);
    return rows.map(({ id }) => superviseeId(id));
  }

  async list(
    jurisdiction: string,
    { id = null, before = null, limit }: { id?: BacktestId | null; before?: string | null; limit: number },
  ): Promise<Backtest[]> {
    const rows = await read(this.db, jurisdiction, id, before, limit);
    const people = rows.flatMap(({ result }) => result?.examples.map((example) => example.superviseeId) ?? []);
    const named = people.length === 0 ? [] : await readNames(this.db, [...new Set(people)], jurisdiction);
    const names = new Map(named.map((row) => [row.id, row.name]));
    const episodes = rows.flatMap(({ result }) => result?.examples.flatMap(({ episode }) => episode ?? []) ?? []);
    const onFile = episodes.length === 0 ? [] : await readAlerts(this.db, episodes, jurisdiction);
    const alerts = new Map(onFile.map((row) => [row.episode, row.id]));
    return rows.map((row) => backtestOf(row, { names, alerts }));
  }

  /** False when it is over, or there is none. */
  async cancel(id: BacktestId, jurisdiction: string, at: Instant): Promise<boolean> {
    return (await cancel(this.db, id, jurisdiction, new Date(at))).length > 0;
  }

  async claim(by: string, at: Instant, unheardSince: Instant): Promise<BacktestInHand | undefined> {
    const [row] = await claim(this.db, by, new Date(at), new Date(unheardSince));
    if (row === undefined) return undefined;
    const { since, until, people, division, change, done, records, result } = row;
    return {
      id: backtestId(row.id),
      supposition: suppositionOf(change, division),
      done,
      records,
      result,
      from: instant(since.getTime()),
      to: instant(until.getTime()),
      people: people.map(superviseeId),
    };
  }

  /** False when it was cancelled, or somebody else runs it. */
  async keep(
    { id, done, records, result }: Pick<BacktestInHand, 'id' | 'done' | 'records' | 'result'>,
    by: string,
    at: Instant,
    state: 'running' | 'done' | 'failed',
  ): Promise<boolean> {
    return (await keep(this.db, id, by, new Date(at), done, records, result, state)).length > 0;
  }

  /** What was found of somebody that reaches into a time. */
  async onFile(superviseeId: SuperviseeId, from: Instant, to: Instant): Promise<Found[]> {
    const rows = await readOnFile(this.db, superviseeId, new Date(from), new Date(to));
    return rows.map(({ kind, episode, occurred_at, detected_at, ended_at }) => ({
      kind,
      superviseeId,
      episode,
      from: instant(occurred_at.getTime()),
      sureAt: instant(detected_at.getTime()),
      to: ended_at && instant(ended_at.getTime()),
    }));
  }

  /** What is in force for a division; undefined: the defaults. */
  async policy(kind: AlertKind, division: string, at: Instant) {
    return (await readPolicy(this.db, kind, division, new Date(at)))[0];
  }
}

function suppositionOf(change: TrialChange, division: string): Supposition {
  switch (change.is) {
    case 'rule':
      return change;
    case 'policy':
      return { ...change, division };
    case 'zone':
      return { is: 'zone', zoneId: change.zoneId, drawing: change.drawing && drawingOf(change.drawing) };
  }
}

function drawingOf(drawing: NonNullable<Extract<TrialChange, { is: 'zone' }>['drawing']>): SupposedDrawing {
  const { name, kind, buffer, schedule = null } = drawing;
  const shape = drawing.geometry ?? drawing.circle;
  if (shape === undefined) throw new Error('a zone was tried that has no shape');
  return { name, kind, buffer, schedule, shape };
}

interface Known {
  readonly names: ReadonlyMap<string, string>;
  readonly alerts: ReadonlyMap<string, string>;
}

function backtestOf(row: Awaited<ReturnType<typeof read>>[number], { names, alerts }: Known): Backtest {
  const { id, division, change, reason, state, people, done, records } = row;
  const examples = row.result?.examples ?? [];
  return {
    id,
    division,
    change,
    reason,
    state,
    from: iso(row.since),
    to: iso(row.until),
    askedBy: { id: row.asked_by, name: row.asked_by_name },
    askedAt: iso(row.asked_at),
    endedAt: isoOrNull(row.ended_at),
    progress: { people, done, records },
    kinds: [...(row.result?.kinds ?? [])],
    examples: examples.map(({ before, after, episode, ...example }) => ({
      ...example,
      alertId: episode === null ? null : (alerts.get(episode) ?? null),
      superviseeName: names.get(example.superviseeId) ?? null,
      before: before && spanOf(before),
      after: after && spanOf(after),
    })),
  };
}

const spanOf = (span: { readonly from: number; readonly sureAt: number; readonly to: number | null }) => ({
  from: iso(new Date(span.from)),
  sureAt: iso(new Date(span.sureAt)),
  to: span.to === null ? null : iso(new Date(span.to)),
});
