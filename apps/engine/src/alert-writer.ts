import { groupedBy, instant, partitionOf, type AlertId, type Instant, type SuperviseeId } from '#libs/kernel';
import { diff, episodeId, foldedRules, rulesVersion, standing, type End, type Episode } from '#libs/rules';
import { AlertStore, EngineSnapshotStore, type Database } from '#libs/store';
import type { Desk } from './desk.js';
import { JournalOfAlerts } from './journal-of-alerts.js';
import { inGroups } from './in-groups.js';

/** Before everything that is stored. */
const EVER = instant(Date.UTC(1, 0, 1));
const kinds = foldedRules.map((rule) => rule.kind);
/** One by one, a thousand wristbands that come back at once would keep the others waiting for twenty seconds. */
const AT_ONCE = 100;

export interface AlertOf {
  readonly id: AlertId;
  readonly superviseeId: SuperviseeId;
}

/** Judged anew: the time of the snapshot it began with, and of the first record that made it necessary. */
export interface Anew {
  readonly from: Instant | null;
  readonly because: Instant;
  /** Whether there are snapshots that do not know of that record. */
  readonly superseded: boolean;
}

/** What was found of a supervisee. */
export interface Findings {
  readonly superviseeId: SuperviseeId;
  readonly episodes: readonly Episode[];
  readonly anew: Anew | null;
}

/** What a round has found of a stretch of time, whole, and what was on file of it before. */
export interface Stretch {
  readonly superviseeId: SuperviseeId;
  /** Whose it is to write, where that is not the supervisee's own partition. */
  readonly part?: number;
  readonly episodes: readonly Episode[];
  readonly onFile: readonly Pick<Episode, 'kind' | 'superviseeId' | 'startedAt' | 'partner'>[];
}

/** Everything the engine writes of alerts: in transactions whose first statement says that the partitions are ours. */
export class AlertWriter {
  constructor(private readonly desk: Desk) {}

  /** Makes the alerts on file say what the episodes say. True when consoles have something to be told. */
  async write(findings: readonly Findings[], now: Instant): Promise<boolean> {
    return this.#fenced(findings, now, async (tx, journal, group) => {
      const worlds = await this.desk.worlds.of(group.map(({ superviseeId }) => superviseeId));
      const stand = group.map(({ superviseeId, episodes, anew }) => {
        const world = worlds.get(superviseeId);
        return { superviseeId, anew, episodes: world ? episodes.map((one) => standing(one, world, now)) : episodes };
      });
      await this.#writeGroup(tx, journal, stand);
    });
  }

  async #writeGroup(tx: Database, journal: JournalOfAlerts, findings: readonly Findings[]): Promise<void> {
    const rewound = findings.flatMap(({ superviseeId, anew }) => (anew === null ? [] : [{ superviseeId, anew }]));
    const superseded = rewound.filter(({ anew }) => anew.superseded);
    const drops = superseded.map(({ superviseeId, anew }) => ({ superviseeId, at: anew.because }));
    await new EngineSnapshotStore(tx, rulesVersion).drop(drops);
    const lanes = rewound.map(({ superviseeId, anew }) => ({ superviseeId, at: anew.from ?? EVER }));
    const episodes = findings.flatMap((one) => one.episodes);
    const filed = await new AlertStore(tx).filed({ kinds, episodes, lanes });
    const byId = new Map(filed.map((alert) => [String(alert.id), alert]));
    const known = groupedBy(filed, (alert) => alert.superviseeId);
    for (const { superviseeId, episodes: found, anew } of findings) {
      const changes = diff(known.get(superviseeId) ?? [], found, anew !== null);
      for (const change of changes) await journal.apply(change, byId);
    }
  }

  /**
   * Makes the alerts on file say what rounds have found by the rows: begun, said anew or over. True when consoles have
   * something to be told.
   */
  async file(episodes: readonly Episode[], now: Instant): Promise<boolean> {
    return this.#fenced(episodes, now, async (tx, journal, group) => {
      const filed = await new AlertStore(tx).filed({ kinds: [], episodes: group, lanes: [] });
      const byId = new Map(filed.map((alert) => [String(alert.id), alert]));
      for (const change of diff(filed, group, false)) await journal.apply(change, byId);
    });
  }

  /**
   * Makes the alerts on file say what rounds have found of whole stretches of time: what is on file of one and was not
   * found again is contradicted. True when consoles have something to be told.
   */
  async settle(stretches: readonly Stretch[], now: Instant): Promise<boolean> {
    return this.#fenced(stretches, now, async (tx, journal, group) => {
      const names = group.flatMap(({ episodes, onFile }) => [...episodes, ...onFile].map(episodeId));
      const filed = await new AlertStore(tx).named([...new Set(names)]);
      const byId = new Map(filed.map((alert) => [String(alert.id), alert]));
      const byName = new Map(filed.map((alert) => [alert.episode, alert]));
      for (const { episodes, onFile } of group) {
        const own = new Set([...episodes, ...onFile].flatMap((one) => byName.get(episodeId(one)) ?? []));
        for (const change of diff([...own], episodes, true)) await journal.apply(change, byId);
      }
    });
  }

  /** The alerts that were opened, by episode; those on file already are not among them. */
  async open(episodes: readonly Episode[], now: Instant): Promise<ReadonlyMap<string, AlertId>> {
    const opened = new Map<string, AlertId>();
    await this.#fenced(episodes, now, async (_, journal, group) => {
      for (const episode of group) {
        const id = await journal.open(episode);
        if (id !== undefined) opened.set(episodeId(episode), id);
      }
    });
    return opened;
  }

  /** True when one of them had not ended. */
  async end(ends: readonly (AlertOf & { readonly end: End })[], now: Instant): Promise<boolean> {
    return this.#fenced(ends, now, async (tx, journal, group) => {
      for (const { id, superviseeId, end } of group) {
        const division = await new AlertStore(tx).end(id, end);
        if (division !== undefined) journal.noteEnd(id, division, superviseeId, end.reason);
      }
    });
  }

  /** Says of a silence that had ended that the wristband was at work in it. True when that was news. */
  async explain({ id, superviseeId }: AlertOf, since: Instant, now: Instant): Promise<boolean> {
    return this.#fenced([{ superviseeId }], now, async (tx, journal) => {
      const search = { kinds: ['device.silent'], episodes: [], lanes: [{ superviseeId, at: since }] } as const;
      const filed = (await new AlertStore(tx).filed(search)).find((alert) => alert.id === id);
      if (filed !== undefined) await journal.explain(filed);
    });
  }

  async #fenced<Item extends { readonly superviseeId: SuperviseeId; readonly part?: number }>(
    items: readonly Item[],
    now: Instant,
    work: (tx: Database, journal: JournalOfAlerts, group: readonly Item[]) => Promise<void>,
  ): Promise<boolean> {
    const { db, lease, numbers } = this.desk;
    let told = false;
    for (const group of inGroups(items, AT_ONCE)) {
      const parts = new Map(
        group.map(({ superviseeId: id, part = partitionOf(id) }) => [part, lease.ofPart(part)] as const),
      );
      const done = await db.transaction(async (tx) => {
        await lease.store.fence(tx, [...parts.values()]);
        const journal = new JournalOfAlerts(tx, now);
        await work(tx, journal, group);
        return { told: await journal.write(), opened: journal.opened };
      });
      for (const { kind } of done.opened) numbers.raised.inc({ kind });
      told ||= done.told;
    }
    return told;
  }
}
