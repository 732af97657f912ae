import { instant, isoInShanghai, type Instant, type PointsEntryId, type SuperviseeId } from '#libs/kernel';
import { movementsFor, points, writePoints, type Entry, type Month, type Points } from '#libs/points';
import type { AlertKind, PointsEntry, PointsState } from '#libs/protocol';
import { PointsSchemeStore, versionKey, type SchemeVersion } from './points-scheme.store.js';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: PointsEntryId;
  readonly supervisee_id: SuperviseeId;
  readonly supervisee_name: string;
  readonly division: string;
  readonly scheme_id: string;
  readonly version: number;
  readonly item: string;
  readonly part: string;
  readonly adds: boolean;
  readonly asked: string;
  readonly occurred_at: Date;
  readonly reason: string;
  readonly fact_id: string | null;
  readonly proposed_by: string;
  readonly proposed_by_name: string | null;
  readonly proposed_at: Date;
  readonly state: PointsState;
  readonly counted: string;
  readonly capped: string;
  readonly cap: string | null;
  readonly alerts: { id: string; kind: AlertKind }[];
  readonly acts: readonly ActRow[];
}
interface ActRow {
  readonly act: PointsEntry['acts'][number]['act'];
  readonly by: string | null;
  readonly name: string | null;
  readonly at: string;
  readonly reason: string;
  readonly evidence: string[];
  readonly due: string | null;
}
interface StandingRow {
  readonly id: PointsEntryId;
  readonly supervisee_id: SuperviseeId;
  readonly scheme_id: string;
  readonly version: number;
  readonly item: string;
  readonly asked: string;
  readonly occurred_at: Date;
  readonly stands: boolean;
  readonly booked: string | null;
}

const addEntry = statement<{ id: PointsEntryId }>('add_points_entry');
const addEntryAlerts = statement('add_points_entry_alerts');
const lockEntry = statement<{ supervisee_id: SuperviseeId; division: string; proposed_by: string }>(
  'lock_points_entry',
);
const addAct = statement('add_points_act');
const readEntries = statement<Row>('read_points_entries');
const readStanding = statement<StandingRow>('read_points_standing');
const addMovements = statement('add_points_movements');
const readMovements = statement<MovementRow>('read_points_movements');
const shareOffice = statement('share_points_office');

interface MovementRow {
  readonly supervisee_id: SuperviseeId;
  readonly entry_id: string;
  readonly part: string;
  readonly amount: string;
  readonly month: Month;
  readonly at: Date;
}
export interface BookedLine {
  readonly superviseeId: SuperviseeId;
  readonly entryId: string;
  readonly part: string;
  readonly amount: Points;
  readonly month: Month;
  readonly at: Instant;
}

/** The platform itself, where an account would stand. */
export const PLATFORM = '0';

export interface NewEntry {
  readonly superviseeId: SuperviseeId;
  readonly division: string;
  readonly version: SchemeVersion;
  readonly item: string;
  readonly asked: Points;
  readonly at: Instant;
  readonly reason: string;
  readonly factId: string | null;
  readonly alerts: readonly string[];
  readonly by: { readonly account: string; readonly at: Instant };
}

/** What was done with an entry. */
export interface PointsAct {
  readonly act: PointsEntry['acts'][number]['act'];
  readonly reason: string;
  readonly evidence?: readonly string[];
  readonly due?: Instant;
}

/** 积分台账: rows are added, and never anything else. */
export class PointsLedgerStore {
  constructor(private readonly db: Database) {}

  /** Undefined when the fact has proposed this item before. */
  async propose(entry: NewEntry): Promise<PointsEntryId | undefined> {
    const { superviseeId, division, version, by } = entry;
    const item = version.scheme.items.find(({ code }) => code === entry.item);
    if (item === undefined) throw new Error(`no item ${entry.item} in the points scheme ${version.id}`);
    const of = [
      superviseeId,
      division,
      version.id,
      version.version,
      item.code,
      item.part,
      item.sign === 'add',
    ] as const;
    const what = [entry.asked, new Date(entry.at), entry.reason, entry.factId] as const;
    const [row] = await addEntry(this.db, ...of, ...what, by.account, new Date(by.at));
    if (row !== undefined && entry.alerts.length > 0) await addEntryAlerts(this.db, row.id, entry.alerts);
    return row?.id;
  }

  /** Whose it is, held until the transaction ends; undefined outside the jurisdiction. */
  async lock(id: PointsEntryId, jurisdiction: string) {
    const [row] = await lockEntry(this.db, id, jurisdiction);
    return row && { superviseeId: row.supervisee_id, division: row.division, proposedBy: row.proposed_by };
  }

  /** Lock the person first. */
  async act(id: PointsEntryId, act: PointsAct, by: { readonly account: string; readonly at: Instant }): Promise<void> {
    const due = act.due === undefined ? null : new Date(act.due);
    await addAct(this.db, id, act.act, by.account, act.reason, act.evidence ?? [], due, new Date(by.at));
  }

  /** Books what has to be booked so that the ledger is what the entries come to. Lock the person first. */
  async settle(superviseeId: SuperviseeId, division: string, at: Instant): Promise<void> {
    await shareOffice(this.db, division);
    const rows = await readStanding(this.db, [superviseeId]);
    const versions = await new PointsSchemeStore(this.db).versions(rows.map(keyOf));
    const versionOf = new Map(rows.map((row) => [row.id as string, versions.get(keyOf(row))]));
    const newest = versions.get(keyOf(rows.at(-1) ?? ({} as StandingRow)));
    if (newest === undefined) return;
    const entries = rows.filter(({ stands }) => stands).map(entryOf);
    const booked = new Map(
      rows.flatMap(({ id, booked: sum }) => (sum === null ? [] : [[id as string, points(BigInt(sum))] as const])),
    );
    const lines = movementsFor(newest.scheme, entries, booked, ({ id }) => (versionOf.get(id) ?? newest).scheme);
    const column = <Key extends keyof (typeof lines)[number]>(key: Key) => lines.map((line) => line[key]);
    await addMovements(this.db, column('entry'), column('amount'), column('capped'), column('by'), new Date(at));
  }

  async movements(ids: readonly SuperviseeId[], from: Month | null = null): Promise<BookedLine[]> {
    const rows = await readMovements(this.db, ids, from === null ? null : `${from}-01`);
    return rows.map((row) => ({
      superviseeId: row.supervisee_id,
      entryId: row.entry_id,
      part: row.part,
      amount: points(BigInt(row.amount)),
      month: row.month,
      at: instant(row.at.getTime()),
    }));
  }

  /** Newest first. */
  async list(
    jurisdiction: string,
    search: {
      readonly superviseeId?: SuperviseeId;
      readonly id?: PointsEntryId;
      readonly state?: PointsState | undefined;
      readonly beforeId?: string | undefined;
      readonly limit: number;
    },
  ): Promise<PointsEntry[]> {
    const { superviseeId = null, id = null, state = null, beforeId = null, limit } = search;
    const rows = await readEntries(this.db, jurisdiction, superviseeId, id, state, beforeId, limit);
    const versions = await new PointsSchemeStore(this.db).versions(rows.map(keyOf));
    return rows.map((row) => shown(row, versions.get(keyOf(row))));
  }

  async find(id: PointsEntryId, jurisdiction: string): Promise<PointsEntry | undefined> {
    return (await this.list(jurisdiction, { id, limit: 1 }))[0];
  }
}

const keyOf = ({ scheme_id, version }: Pick<Row, 'scheme_id' | 'version'>): string => versionKey(scheme_id, version);
const entryOf = ({ id, item, asked, occurred_at }: StandingRow): Entry => ({
  id,
  item,
  asked: points(BigInt(asked)),
  at: instant(occurred_at.getTime()),
});
const text = (json: string): string => isoInShanghai(instant(Date.parse(json)));

function shown(row: Row, version: SchemeVersion | undefined): PointsEntry {
  const item = version?.scheme.items.find(({ code }) => code === row.item);
  const part = version?.scheme.parts.find(({ code }) => code === row.part);
  return {
    id: row.id,
    superviseeId: row.supervisee_id,
    superviseeName: row.supervisee_name,
    scheme: { id: row.scheme_id, version: row.version },
    item: row.item,
    itemName: item?.name ?? row.item,
    clause: item?.clause ?? '',
    part: row.part,
    partName: part?.name ?? row.part,
    sign: row.adds ? 'add' : 'deduct',
    asked: writePoints(BigInt(row.asked)),
    counted: writePoints(BigInt(row.counted)),
    capped: writePoints(BigInt(row.capped)),
    cap: row.cap,
    at: iso(row.occurred_at),
    reason: row.reason,
    state: row.state,
    factId: row.fact_id,
    alerts: row.alerts,
    proposedBy: row.proposed_by === PLATFORM ? null : { id: row.proposed_by, name: row.proposed_by_name ?? '' },
    proposedAt: iso(row.proposed_at),
    acts: row.acts.map(({ act, by, name, at, reason, evidence, due }) => ({
      act,
      by: by === null ? null : { id: by, name: name ?? '' },
      at: text(at),
      reason,
      evidence,
      due: due === null ? null : text(due),
    })),
  };
}
