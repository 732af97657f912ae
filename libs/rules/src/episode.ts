import { isoInShanghai, seconds, since, type Instant, type SuperviseeId } from '#libs/kernel';
import { judgedAt, type AlertDetail, type AlertKind } from '#libs/protocol';
import type { Observation } from './observation.js';

export type EvidenceFix = AlertDetail['evidence']['fixes'][number];
export type EvidenceRecord = AlertDetail['evidence']['records'][number];
export type EvidenceZone = NonNullable<AlertDetail['evidence']['zone']>;
export type Facts = Readonly<Record<string, string | number | null>>;

/** Why what an alert is about is over. `contradicted`: later records show that it never was. */
export type EndReason =
  | 'returned'
  | 'closed'
  | 'reported'
  | 'backlog'
  | 'corrected'
  | 'order-ended'
  | 'binding-ended'
  | 'contradicted'
  | 'quiet'
  | 'powered-on'
  | 'charging'
  | 'recovered'
  | 'schedule-ended'
  | 'leave-over'
  | 'reported-back'
  | 'permitted'
  | 'left'
  | 'passed'
  | 'positioned'
  | 'plausible'
  | 'worn'
  | 'together'
  | 'entered'
  | 'turned-away'
  | 'renewed'
  | 'covered'
  | 'raised-anew'
  | 'reached'
  | 'ground-over'
  | 'apart'
  | 'unseen'
  | 'withdrawn';
export interface End {
  readonly at: Instant;
  readonly reason: EndReason;
}

/** Something that lasted, or lasts: what one alert is about. Plain JSON; times in epoch milliseconds. */
export interface Episode {
  readonly kind: AlertKind;
  readonly superviseeId: SuperviseeId;
  readonly deviceId: string;
  /** With whom or what, for kinds that can go on with several at once. */
  readonly partner?: string;
  readonly startedAt: Instant;
  /** The time, by the evidence, at which the rule was sure. */
  readonly confirmedAt: Instant;
  /** When the last of what made it sure was received. */
  readonly receivedBy: Instant;
  readonly lastAt: Instant;
  /** How often it was seen. */
  readonly count: number;
  readonly ended: End | null;
  readonly facts: Facts;
  readonly fixes: readonly EvidenceFix[];
  readonly zone: EvidenceZone | null;
  readonly records: readonly EvidenceRecord[];
  /** Of rule, policy, zone and order it was judged by. */
  readonly versions: Readonly<Record<string, string | number>>;
}

/** The identity of an episode: a replay finds the same one again. */
export const episodeId = (episode: Pick<Episode, 'kind' | 'superviseeId' | 'startedAt' | 'partner'>): string =>
  [episode.kind, episode.superviseeId, episode.startedAt, ...(episode.partner ? [episode.partner] : [])].join(':');

/** What came more than this after it could be known is called late. */
const LATE = seconds(60);

/** Whether it could not be known in time because its records came late. */
export const isLate = (episode: Episode): boolean => since(episode.confirmedAt, episode.receivedBy) > LATE;

/** What every episode begins with; the rest is the rule's. */
export function begun(
  kind: AlertKind,
  seen: Observation,
  said: Pick<Episode, 'facts' | 'versions'> & Partial<Episode>,
): Episode {
  const at = seenAt(seen);
  return {
    kind,
    superviseeId: seen.superviseeId,
    deviceId: seen.deviceId,
    startedAt: at,
    confirmedAt: at,
    receivedBy: seen.receivedAt,
    lastAt: at,
    count: 1,
    ended: null,
    fixes: [],
    zone: null,
    records: [],
    ...said,
  };
}

export const evidenceRecord = (seen: Pick<Observation, 'seq' | 'kind' | 'at' | 'receivedAt'>): EvidenceRecord => ({
  seq: seen.seq,
  kind: seen.kind,
  at: isoInShanghai(seen.at),
  receivedAt: isoInShanghai(seen.receivedAt),
});

/** A fix as an alert shows it, and why it counted or did not. Metres positive outside the area that is spoken of. */
export const evidenceFix = (seen: Observation, used: boolean, because: string, metresOutside = 0): EvidenceFix => ({
  at: isoInShanghai(seen.at),
  receivedAt: isoInShanghai(seen.receivedAt),
  lat: seen.lat ?? 0,
  lon: seen.lon ?? 0,
  accuracy: seen.accuracy,
  source: seen.source,
  used,
  because,
  metresOutside: Math.round(metresOutside),
});

/** Of long evidence the beginning and the end are kept; the records themselves are all in the track. */
const KEPT_EACH = 10;

export function joined<Piece>(evidence: readonly Piece[], piece: Piece): Piece[] {
  const all = [...evidence, piece];
  return all.length <= 2 * KEPT_EACH ? all : [...all.slice(0, KEPT_EACH), ...all.slice(-KEPT_EACH)];
}

export const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
export const seenAt = (seen: Observation): Instant => judgedAt(seen);
