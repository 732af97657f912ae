import {
  changeOf,
  judge,
  readHeadroomPolicy,
  type HeadroomPolicy,
  type Measurement,
  type Standing,
} from '#libs/headroom';
import { instant, isoInShanghai, type Instant } from '#libs/kernel';
import type { Degradation } from '#libs/protocol';
import { measures } from '#libs/headroom';
import { act, writeJournal } from './journal.js';
import { statement, type Database } from './statement.js';

const claimRound = statement<{ series_s: number }>('claim_monitoring_round');
const finishRound = statement('finish_monitoring_round');
const lockMonitoring = statement('lock_monitoring');
const readConditions = statement<ConditionRow>('read_conditions');
const putConditions = statement('put_conditions');
const readPolicy = statement<{ parameters: unknown }>('read_policy');

export interface ConditionRow {
  readonly what: Standing['what'];
  readonly state: Standing['state'];
  readonly since: Date;
  readonly value: number | null;
  readonly limit_value: number;
  readonly detail: string | null;
  readonly turning: Date | null;
}

/** Without a finished round for so many of them, nobody has been watching: what is old may be nobody's fault. */
const BROKEN_ROUNDS = 3;

/** What was measured of the platform, and what became of it. */
export class MonitoringStore {
  constructor(private readonly db: Database) {}

  async policy(now: Instant): Promise<HeadroomPolicy> {
    return readHeadroomPolicy((await readPolicy(this.db, 'monitoring', '', new Date(now)))[0]?.parameters ?? {});
  }

  /** Undefined when another worker has measured a moment ago; else for how many seconds rounds have followed each other. */
  async claim({ roundSeconds }: HeadroomPolicy): Promise<number | undefined> {
    const ms = roundSeconds * 1_000;
    return (await claimRound(this.db, Math.round(ms * 0.8), Math.round(ms * BROKEN_ROUNDS)))[0]?.series_s;
  }

  async finish(tookMs: number): Promise<void> {
    await finishRound(this.db, tookMs);
  }

  /**
   * Judges what was measured, and tells everybody what has changed. In a transaction, as its last act: it writes the
   * journal. Answers how everything stands that was measured.
   */
  async take(
    measured: readonly Measurement[],
    policy: HeadroomPolicy,
    now: Instant,
    actor: `system:${string}`,
  ): Promise<{ standing: Standing[]; told: boolean }> {
    await lockMonitoring(this.db);
    const before = new Map((await readConditions(this.db)).map((row) => [row.what, standingOf(row)]));
    const standing = measured.map((one) => judge(before.get(one.what), one, policy, now));
    await this.#put(standing, now);
    const changes = standing.flatMap((next) => {
      const old = before.get(next.what);
      const change = changeOf(old, next);
      return change === undefined
        ? []
        : [{ change, condition: change === 'restored' && old ? { ...next, since: old.since } : next }];
    });
    if (changes.length > 0) await this.#tell(changes, now, actor);
    return { standing, told: changes.length > 0 };
  }

  async #tell(
    changes: readonly { change: 'degraded' | 'restored'; condition: Standing }[],
    now: Instant,
    actor: `system:${string}`,
  ): Promise<void> {
    const acts = changes.map(({ change, condition: { what, since } }) =>
      act(now, {
        actor,
        role: 'system',
        action: `monitoring.${change}`,
        subject: `monitoring:${what}`,
        division: null,
        purpose: null,
        detail: { since: isoInShanghai(since) },
      }),
    );
    const notices = changes.map(({ change, condition }) => {
      return { type: `monitoring.${change}`, at: now, division: null, data: degradationOf(condition) };
    });
    await writeJournal(this.db, acts, notices);
  }

  async #put(standing: readonly Standing[], now: Instant): Promise<void> {
    const column = <Key extends keyof Standing>(key: Key): Standing[Key][] => standing.map((one) => one[key]);
    await putConditions(
      this.db,
      column('what'),
      column('state'),
      column('since').map((at) => new Date(at)),
      column('value'),
      column('limit'),
      column('detail'),
      column('turning').map((at) => (at === null ? null : new Date(at))),
      new Date(now),
    );
  }
}

export const degradationOf = ({ what, since, value, limit, detail }: Standing): Degradation => ({
  what,
  since: isoInShanghai(since),
  value: value === null ? null : Math.round(value * 10) / 10,
  limit,
  unit: measures[what].unit,
  detail,
});

export const standingOf = (row: ConditionRow): Standing => ({
  what: row.what,
  state: row.state,
  since: instant(row.since.getTime()),
  value: row.value,
  limit: row.limit_value,
  detail: row.detail,
  turning: row.turning === null ? null : instant(row.turning.getTime()),
});
