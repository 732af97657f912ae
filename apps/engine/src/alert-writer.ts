import { instant, type AlertId, type Instant, type SuperviseeId } from '#libs/kernel';
import { diff, foldedRules, rulesVersion, standing, type End, type Episode } from '#libs/rules';
import { AlertStore, EngineSnapshotStore, type Database } from '#libs/store';
import type { Desk } from './desk.js';
import { JournalOfAlerts } from './journal-of-alerts.js';

/** Before everything that is stored. */
const EVER = instant(Date.UTC(1, 0, 1));
const kinds = foldedRules.map((rule) => rule.kind);

export interface AlertOf {
  readonly id: AlertId;
  readonly superviseeId: SuperviseeId;
}

/** Judged anew: the time of the snapshot it began with, and of the first record that made it necessary. */
export interface Anew {
  readonly from: Instant | null;
  readonly because: Instant;
}

/** Everything the engine writes of alerts: each in one transaction, which our hold of the partition comes first in. */
export class AlertWriter {
  constructor(private readonly desk: Desk) {}

  /** Makes the alerts on file say what the episodes say. True when consoles have something to be told. */
  async write(id: SuperviseeId, episodes: readonly Episode[], anew: Anew | null, now: Instant): Promise<boolean> {
    const world = await this.desk.worlds.get(id);
    const stand = episodes.map((episode) => standing(episode, world, now));
    return this.#fenced(id, now, async (tx, journal) => {
      if (anew !== null) await new EngineSnapshotStore(tx, rulesVersion).drop(id, anew.because);
      const from = anew === null ? null : (anew.from ?? EVER);
      const filed = await new AlertStore(tx).filed({ superviseeId: id, kinds, episodes: stand, from });
      const byId = new Map(filed.map((alert) => [String(alert.id), alert]));
      for (const change of diff(filed, stand, anew !== null)) await journal.apply(change, byId);
    });
  }

  /** Undefined when the episode is on file already. */
  async open(episode: Episode, now: Instant): Promise<AlertId | undefined> {
    let opened: AlertId | undefined;
    await this.#fenced(episode.superviseeId, now, async (_, journal) => {
      opened = await journal.open(episode);
    });
    return opened;
  }

  /** True when it had not ended. */
  async end({ id, superviseeId }: AlertOf, end: End, now: Instant): Promise<boolean> {
    return this.#fenced(superviseeId, now, async (tx, journal) => {
      const division = await new AlertStore(tx).end(id, end);
      if (division !== undefined) journal.noteEnd(id, division, superviseeId, end.reason);
    });
  }

  /** Says of a silence that had ended that the wristband was at work in it. True when that was news. */
  async explain({ id, superviseeId }: AlertOf, since: Instant, now: Instant): Promise<boolean> {
    return this.#fenced(superviseeId, now, async (tx, journal) => {
      const search = { superviseeId, kinds: ['device.silent'], episodes: [], from: since } as const;
      const filed = (await new AlertStore(tx).filed(search)).find((alert) => alert.id === id);
      if (filed !== undefined) await journal.explain(filed, superviseeId);
    });
  }

  async #fenced(
    id: SuperviseeId,
    now: Instant,
    work: (tx: Database, journal: JournalOfAlerts) => Promise<void>,
  ): Promise<boolean> {
    const { db, lease, numbers } = this.desk;
    const { told, opened } = await db.transaction(async (tx) => {
      await lease.store.fence(tx, lease.of(id));
      const journal = new JournalOfAlerts(tx, now);
      await work(tx, journal);
      return { told: await journal.write(), opened: journal.opened };
    });
    for (const { kind } of opened) numbers.raised.inc({ kind });
    return told;
  }
}
