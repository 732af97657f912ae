import { instant, isoInShanghai, type AlertId, type Instant, type SuperviseeId } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import {
  dueAt,
  episodeId,
  isLate,
  isReconciled,
  severityOf,
  type End,
  type EndReason,
  type Episode,
  type RevisionReason,
  type StoredAlert,
} from '#libs/rules';
import type { LaneAt } from './engine-snapshot.store.js';
import { statement, type Database } from './statement.js';

const readEpisodeAlerts = statement<{
  id: AlertId;
  supervisee_id: SuperviseeId;
  episode: string;
  kind: AlertKind;
  occurred_at: Date;
  last_evidence_at: Date;
  ended_at: Date | null;
  end_reason: EndReason | null;
  count: number;
  facts: unknown;
}>('read_episode_alerts');
const readGoingOn = statement<{
  id: AlertId;
  kind: AlertKind;
  supervisee_id: SuperviseeId;
  device_id: string | null;
  last_evidence_at: Date;
}>('read_alerts_going_on');
const openAlert = statement<{ id: AlertId; division: string }>('open_alert');
const rewriteAlert = statement<{ division: string }>('rewrite_alert');
const endAlert = statement<{ division: string }>('end_alert');
const explainSilence = statement<{ division: string }>('explain_silence');
const contradictAlert = statement<{ division: string }>('contradict_alert');
const addRevision = statement('add_alert_revision');

/** An alert on file, and what it says. */
export interface FiledAlert extends StoredAlert {
  readonly id: AlertId;
  readonly superviseeId: SuperviseeId;
  readonly facts: unknown;
}

/** Which alerts episodes are compared with: those of their names, and of the lanes all that reach beyond a time. */
export interface AlertsOf {
  readonly kinds: readonly AlertKind[];
  readonly episodes: readonly Episode[];
  readonly lanes: readonly LaneAt[];
}

/** An alert that goes on, as far as its end by supervision is concerned. */
export interface AlertGoingOn {
  readonly id: AlertId;
  readonly kind: AlertKind;
  readonly superviseeId: SuperviseeId;
  readonly deviceId: string;
  readonly lastAt: Instant;
}

/** Writes episodes into alerts, in the transaction it is given. What officers do with alerts is not its business. */
export class AlertStore {
  constructor(private readonly tx: Database) {}

  /** Locked until the transaction ends. */
  filed({ kinds, episodes, lanes }: AlertsOf): Promise<FiledAlert[]> {
    return this.#filed(kinds, episodes.map(episodeId), lanes);
  }

  /** Those of some episodes, by their names; locked as well. */
  named(episodes: readonly string[]): Promise<FiledAlert[]> {
    return this.#filed([], episodes, []);
  }

  async #filed(
    kinds: readonly AlertKind[],
    episodes: readonly string[],
    lanes: readonly LaneAt[],
  ): Promise<FiledAlert[]> {
    const ids = lanes.map(({ superviseeId }) => superviseeId);
    const times = lanes.map(({ at }) => new Date(at));
    const rows = await readEpisodeAlerts(this.tx, kinds, episodes, ids, times);
    return rows.map((row) => ({
      id: row.id,
      superviseeId: row.supervisee_id,
      episode: row.episode,
      kind: row.kind,
      startedAt: timeOf(row.occurred_at),
      lastAt: timeOf(row.last_evidence_at),
      ended:
        row.ended_at === null || row.end_reason === null ? null : { at: timeOf(row.ended_at), reason: row.end_reason },
      count: row.count,
      facts: row.facts,
    }));
  }

  /** Not locked. */
  async goingOn(parts: readonly number[], kinds: readonly AlertKind[]): Promise<AlertGoingOn[]> {
    return (await readGoingOn(this.tx, parts, kinds)).map((row) => ({
      id: row.id,
      kind: row.kind,
      superviseeId: row.supervisee_id,
      deviceId: row.device_id ?? '',
      lastAt: timeOf(row.last_evidence_at),
    }));
  }

  /** Undefined when the episode is on file already. */
  async open(episode: Episode, detectedAt: Instant): Promise<{ id: AlertId; division: string } | undefined> {
    const { kind, superviseeId, deviceId, ended } = episode;
    const [row] = await openAlert(
      this.tx,
      episodeId(episode),
      superviseeId,
      deviceId === '' ? null : deviceId,
      kind,
      severityOf(kind),
      new Date(episode.startedAt),
      new Date(detectedAt),
      new Date(episode.lastAt),
      ended && new Date(ended.at),
      ended && ended.reason,
      isLate(episode),
      episode.count,
      evidenceOf(episode),
      JSON.stringify(episode.versions),
      JSON.stringify(latenciesOf(episode, detectedAt)),
      new Date(dueAt(kind, detectedAt)),
    );
    return row;
  }

  /** Says what the episode says now; answers the division. */
  async rewrite(id: AlertId, episode: Episode): Promise<string> {
    const { startedAt, lastAt, ended, count } = episode;
    const times = [new Date(startedAt), new Date(lastAt), ended && new Date(ended.at)];
    const late = isLate(episode);
    const what = [ended && ended.reason, count, evidenceOf(episode), late];
    return divisionOf(await rewriteAlert(this.tx, id, episodeId(episode), ...times, ...what));
  }

  /** Keeps the words that an alert had, and why it has others now. */
  async revise(
    alert: FiledAlert,
    after: Pick<FiledAlert, 'startedAt' | 'ended' | 'count' | 'facts'>,
    reason: RevisionReason,
    at: Instant,
  ): Promise<void> {
    await addRevision(
      this.tx,
      alert.id,
      new Date(at),
      reason,
      JSON.stringify(wordsOf(alert)),
      JSON.stringify(wordsOf(after)),
    );
  }

  /** The division; undefined when it had ended. */
  async end(id: AlertId, { at, reason }: End): Promise<string | undefined> {
    return (await endAlert(this.tx, id, new Date(at), reason))[0]?.division;
  }

  /** The division; undefined when it was known. */
  async explain(id: AlertId): Promise<string | undefined> {
    return (await explainSilence(this.tx, id))[0]?.division;
  }

  async contradict(id: AlertId, at: Instant): Promise<string> {
    return divisionOf(await contradictAlert(this.tx, id, new Date(at)));
  }
}

const timeOf = (at: Date): Instant => instant(at.getTime());

function divisionOf([row]: { division: string }[]): string {
  if (row === undefined) throw new Error('an alert that was locked is gone');
  return row.division;
}

const evidenceOf = ({ facts, fixes, zone, records }: Episode): string =>
  JSON.stringify({ facts, fixes, zone, records });

function latenciesOf(episode: Episode, judgedAt: Instant) {
  // It is no record that says so, but that there is none.
  const silent = episode.kind === 'device.silent' || isReconciled(episode.kind);
  return {
    fixAt: silent ? null : isoInShanghai(episode.confirmedAt),
    receivedAt: silent ? null : isoInShanghai(episode.receivedBy),
    judgedAt: isoInShanghai(judgedAt),
  };
}

function wordsOf({ startedAt, ended, count, facts }: Pick<FiledAlert, 'startedAt' | 'ended' | 'count' | 'facts'>) {
  return {
    occurredAt: isoInShanghai(startedAt),
    endedAt: ended && isoInShanghai(ended.at),
    endReason: ended && ended.reason,
    count,
    facts,
  };
}
