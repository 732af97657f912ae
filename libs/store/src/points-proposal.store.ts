import { groupedBy, instant, type Instant, type PointsEntryId, type SuperviseeId } from '#libs/kernel';
import {
  excuseOf,
  monthOf,
  proposalsFromAlerts,
  proposalsFromFacts,
  type Excuse,
  type Fact,
  type HeardAlert,
  type Month,
  type Proposal,
} from '#libs/points';
import type { PointsEntry } from '#libs/protocol';
import { PointsFactStore } from './points-fact.store.js';
import { PLATFORM, PointsLedgerStore } from './points-ledger.store.js';
import { PointsSchemeStore, type SchemeVersion } from './points-scheme.store.js';
import { statement, type Database } from './statement.js';

interface AlertRow {
  readonly id: string;
  readonly supervisee_id: SuperviseeId;
  readonly kind: HeardAlert['kind'];
  readonly occurred_at: Date;
  readonly until: Date;
  readonly resolution: HeardAlert['resolution'];
  readonly contradicted: boolean;
  readonly entry_id: string | null;
}

const readAlerts = statement<AlertRow>('read_points_alerts');
const readLeaves = statement<{ supervisee_id: SuperviseeId; id: string; valid_from: Date; valid_to: Date }>(
  'read_points_leaves',
);
const findDue = statement<{ id: SuperviseeId; division: string }>('find_points_due');
const readRound = statement<{ looked_at: Date }>('read_points_round');
const keepRound = statement('keep_points_round');

/** What is on record about somebody that points are proposed from. */
export interface OnRecord {
  readonly facts: readonly Fact[];
  readonly alerts: readonly (HeardAlert & { readonly entry: string | null })[];
  readonly excuses: readonly Excuse[];
}

/** What the platform has done with an entry. */
export interface PlatformDeed {
  readonly action: 'points.proposed' | 'points.withdrawn' | 'points.overturned';
  readonly entry: PointsEntryId;
  readonly item: string;
}

/** What is proposed from what is on record, and taken back when that no longer stands. The same record changes nothing. */
export class PointsProposalStore {
  constructor(private readonly db: Database) {}

  /** About whom something changed since. */
  async due(since: Instant): Promise<{ readonly id: SuperviseeId; readonly division: string }[]> {
    return findDue(this.db, new Date(since));
  }

  async lookedUntil(): Promise<Instant> {
    const [row] = await readRound(this.db);
    return instant(row?.looked_at.getTime() ?? 0);
  }

  async keepLookedUntil(at: Instant): Promise<void> {
    await keepRound(this.db, new Date(at));
  }

  async onRecord(ids: readonly SuperviseeId[]): Promise<ReadonlyMap<SuperviseeId, OnRecord>> {
    const facts = await new PointsFactStore(this.db).standing(ids);
    const alerts = groupedBy(await readAlerts(this.db, ids), (row) => row.supervisee_id);
    const leaves = groupedBy(await readLeaves(this.db, ids), (row) => row.supervisee_id);
    return new Map(
      ids.map((id) => {
        const heard = (alerts.get(id) ?? []).map(alertOf);
        const away = (leaves.get(id) ?? []).map((row) => leaveOf(row.id, row.valid_from, row.valid_to));
        const known = facts.get(id) ?? [];
        return [id, { facts: known, alerts: heard, excuses: [...away, ...excusesOf(known), ...faultsOf(heard)] }];
      }),
    );
  }

  /** Lock the person first. */
  async propose(id: SuperviseeId, division: string, at: Instant): Promise<PlatformDeed[]> {
    const record = (await this.onRecord([id])).get(id);
    if (record === undefined) return [];
    const back = await this.#takeBack(id, division, record, at);
    const made = await this.#make(id, division, record, at);
    return [...back, ...made];
  }

  async #make(id: SuperviseeId, division: string, record: OnRecord, at: Instant): Promise<PlatformDeed[]> {
    const ledger = new PointsLedgerStore(this.db);
    const deeds: PlatformDeed[] = [];
    for (const { proposal, version } of await this.#wanted(division, record)) {
      const entry = await ledger.propose({
        superviseeId: id,
        division,
        version,
        item: proposal.item,
        asked: proposal.asked,
        at: proposal.at,
        reason: version.scheme.items.find(({ code }) => code === proposal.item)?.name ?? proposal.item,
        factId: proposal.fact,
        alerts: proposal.alerts,
        by: { account: PLATFORM, at },
      });
      if (entry !== undefined) deeds.push({ action: 'points.proposed', entry, item: proposal.item });
    }
    return deeds;
  }

  /** Each event by the scheme of its month. */
  async #wanted(
    division: string,
    { facts, alerts, excuses }: OnRecord,
  ): Promise<{ readonly proposal: Proposal; readonly version: SchemeVersion }[]> {
    const months = new Set([...facts.map(({ at }) => at), ...alerts.map(({ from }) => from)].map(monthOf));
    const judged = new Set(alerts.filter(({ entry }) => entry !== null).map(({ id }) => id));
    const wanted: { proposal: Proposal; version: SchemeVersion }[] = [];
    for (const [month, version] of await this.#inForce(division, months)) {
      const proposals = [
        ...proposalsFromFacts(version.scheme, facts, excuses),
        ...proposalsFromAlerts(version.scheme, alerts, excuses, judged),
      ];
      wanted.push(...proposals.filter(({ at }) => monthOf(at) === month).map((proposal) => ({ proposal, version })));
    }
    return wanted;
  }

  async #inForce(division: string, months: Iterable<Month>): Promise<(readonly [Month, SchemeVersion])[]> {
    const schemes = new PointsSchemeStore(this.db);
    const found: [Month, SchemeVersion][] = [];
    for (const month of months) {
      const version = await schemes.inForce(division, month);
      if (version !== undefined) found.push([month, version]);
    }
    return found;
  }

  /** What the platform proposed and no longer rests on anything: withdrawn, or overturned by a reversing line. */
  async #takeBack(id: SuperviseeId, division: string, record: OnRecord, at: Instant): Promise<PlatformDeed[]> {
    const ledger = new PointsLedgerStore(this.db);
    const entries = await ledger.list('', { superviseeId: id, limit: 100_000 });
    const deeds: PlatformDeed[] = [];
    for (const entry of entries) {
      if (entry.proposedBy !== null || (entry.state !== 'proposed' && entry.state !== 'confirmed')) continue;
      const evidence = whyNot(entry, record);
      if (evidence === undefined) continue;
      const act = entry.state === 'proposed' ? 'withdrawn' : 'overturned';
      const of = entry.id as PointsEntryId;
      await ledger.act(of, { act, reason: evidence.why, evidence: evidence.what }, { account: PLATFORM, at });
      deeds.push({ action: `points.${act}`, entry: of, item: entry.item });
    }
    if (deeds.length > 0) await ledger.settle(id, division, at);
    return deeds;
  }
}

/** What shows that an entry must not stand; undefined when nothing does. */
function whyNot(entry: PointsEntry, { facts, alerts, excuses }: OnRecord) {
  if (entry.factId !== null && !facts.some(({ id }) => id === entry.factId)) {
    return { why: '事实记录已撤回', what: [`fact:${entry.factId}`] };
  }
  if (entry.sign === 'add') return undefined;
  const mine = alerts.filter((alert) => alert.entry === entry.id);
  const moments = entry.factId === null ? mine.map(({ from }) => from) : [instant(Date.parse(entry.at))];
  const standing = mine.filter(({ resolution, contradicted }) => resolution === 'true' && !contradicted);
  if (entry.factId === null && standing.length === 0) {
    return { why: '告警不成立', what: mine.map(({ id }) => `alert:${id}`) };
  }
  const found = moments.map((moment) => excuseOf(moment, excuses));
  if (!found.every((excuse) => excuse !== undefined)) return undefined;
  return { why: words[found[0]?.why ?? 'leave'], what: [...new Set(found.map((excuse) => excuse.evidence))] };
}

/** As the ledger and the statement say it. */
const words: Readonly<Record<Excuse['why'], string>> = {
  leave: '经批准外出',
  device_fault: '设备故障',
  dead_zone: '信号盲区',
  hospital: '就医住院',
};

const alertOf = (row: AlertRow) => ({
  id: row.id,
  kind: row.kind,
  from: instant(row.occurred_at.getTime()),
  to: instant(row.until.getTime()),
  resolution: row.resolution,
  contradicted: row.contradicted,
  entry: row.entry_id,
});
const leaveOf = (id: string, from: Date, to: Date): Excuse => ({
  why: 'leave',
  from: instant(from.getTime()),
  to: instant(to.getTime()),
  evidence: `leave:${id}`,
});

const excuses = {
  'excuse.device-fault': 'device_fault',
  'excuse.dead-zone': 'dead_zone',
  'excuse.hospital': 'hospital',
} as const;

function excusesOf(facts: readonly Fact[]): Excuse[] {
  return facts.flatMap(({ id, kind, at, to }) =>
    kind in excuses ? [{ why: excuses[kind as keyof typeof excuses], from: at, to, evidence: `fact:${id}` }] : [],
  );
}

/** Somebody found that the wristband, not its wearer, was the cause. */
const faultsOf = (alerts: readonly HeardAlert[]): Excuse[] =>
  alerts
    .filter(({ resolution }) => resolution === 'technical')
    .map(({ id, from, to }) => ({ why: 'device_fault', from, to, evidence: `alert:${id}` }));
