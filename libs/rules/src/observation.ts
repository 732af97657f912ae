import type { Instant, Millis, SuperviseeId } from '#libs/kernel';
import { judgedAt } from '#libs/protocol';

/** What rules see of a stored record. */
export interface Observation {
  readonly superviseeId: SuperviseeId;
  readonly deviceId: string;
  readonly life: number;
  readonly seq: number;
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly clockOffset: Millis | null;
  readonly kind: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy: number | null;
  readonly source: string | null;
  /** Metres per second. */
  readonly speed: number | null;
  readonly satellites: number | null;
  /** Percent. */
  readonly battery: number | null;
  readonly worn: boolean | null;
}

/** A record's place in the order of judgement: time, device, memory life, number. Two records never share one. */
export type Place = readonly [judgedAt: Instant, deviceId: string, life: number, seq: number, at: Instant];

export const placeOf = (seen: Observation): Place => [judgedAt(seen), seen.deviceId, seen.life, seen.seq, seen.at];

/** Negative when `a` comes first. Device ids are ASCII: compared as PostgreSQL's "C" collation compares them. */
export function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || (a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1) || a[2] - b[2] || a[3] - b[3] || a[4] - b[4];
}

/** In the order in which they are judged, each once. */
export function inOrder<Seen extends Observation>(observations: readonly Seen[]): Seen[] {
  const placed = observations.map((seen) => ({ seen, place: placeOf(seen) }));
  placed.sort((a, b) => comparePlaces(a.place, b.place));
  return placed
    .filter(({ place }, index) => {
      const previous = placed[index - 1];
      return previous === undefined || comparePlaces(previous.place, place) !== 0;
    })
    .map(({ seen }) => seen);
}
