import { distanceMetres, wgs84 } from '#libs/geo';
import { after, isoInShanghai, minutes, seconds, since, type Instant, type Millis } from '#libs/kernel';
import { joined, later, type End, type EvidenceFix } from './episode.js';
import { certainty } from './fix-judgement.js';
import { probabilityNear, probabilityOfErrors } from './nearness.js';
import { probabilityInside } from './outside-probability.js';
import type { Policy } from './policy.js';
import { compiledArea, type ZoneVersion } from './world.js';

/** A position with a believed clock: where somebody was. */
export interface Sighting {
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly lat: number;
  readonly lon: number;
  /** As it was said, */
  readonly accuracy: number | null;
  readonly source: string | null;
}

/** Somebody against somebody else, or against a place, at one time. */
export interface Comparison {
  readonly at: Instant;
  /** When the last of what it rests on was received. */
  readonly receivedAt: Instant;
  readonly metres: number;
  /** That they are within the distance, */
  readonly near: number;
  /** and that errors alone would put them so far apart if they were. */
  readonly nearAllTheSame: number;
  /** Inside a place, and not only near: that is told as an entry. */
  readonly inside: boolean;
  /** The fix it was made for; null when that is the other one's, whose track is not this alert's to show. */
  readonly fix: Sighting | null;
}

export interface Yardstick {
  readonly policy: Policy<'contact.forbidden'>;
  /** What is known of receivers' errors. */
  readonly errors: Policy<'zone.exit'>;
  readonly accuracyOf: (fix: Sighting) => number;
}

/** How fast the distance of two people changes while nobody looks: between two fixes, and after the last one. */
const WANDERS = 0.5;
const WALKS = 1.4;
const WIDEST_BRACKET = minutes(5);

/** At every time at which one of them was seen and it is known where the other was. Both tracks in the order of their times. */
export function compared(own: readonly Sighting[], others: readonly Sighting[], by: Yardstick): Comparison[] {
  const [mine, theirs] = [own, others].map((track) => usable(track, by)) as [Sighting[], Sighting[]];
  const found = [...against(mine, theirs, true, by), ...against(theirs, mine, false, by)];
  return found.sort((a, b) => a.at - b.at || Number(a.fix === null) - Number(b.fix === null));
}

const usable = (track: readonly Sighting[], { policy, accuracyOf }: Yardstick): Sighting[] =>
  track.filter((fix) => accuracyOf(fix) <= policy.maxAccuracyMetres);

function against(track: readonly Sighting[], other: readonly Sighting[], isOwn: boolean, by: Yardstick): Comparison[] {
  const found: Comparison[] = [];
  let next = 0;
  for (const fix of track) {
    while ((other[next]?.at ?? Infinity) <= fix.at) next += 1;
    const there = whereAt(fix.at, other[next - 1], other[next], by);
    if (there === undefined) continue;
    const metres = distanceMetres(wgs84(fix.lat, fix.lon), wgs84(there.lat, there.lon));
    const { driftMetres: drift, driftShare } = by.errors;
    const errors = { accuracies: [by.accuracyOf(fix), there.accuracy], moved: there.moved, drift, driftShare } as const;
    found.push({
      at: fix.at,
      receivedAt: later(fix.receivedAt, there.receivedAt),
      metres,
      near: probabilityNear(by.policy.metres, metres, errors),
      nearAllTheSame: probabilityOfErrors(by.policy.metres, metres, errors),
      inside: false,
      fix: isOwn ? fix : null,
    });
  }
  return found;
}

interface Whereabouts {
  readonly lat: number;
  readonly lon: number;
  readonly accuracy: number;
  readonly moved: number;
  readonly receivedAt: Instant;
}

/** Between two fixes on the way from one to the other; beside a single one there, as long as nobody gets far from it. */
function whereAt(
  at: Instant,
  before: Sighting | undefined,
  following: Sighting | undefined,
  { policy, accuracyOf }: Yardstick,
): Whereabouts | undefined {
  if (before !== undefined && following !== undefined && since(before.at, following.at) <= WIDEST_BRACKET) {
    const part = since(before.at, at) / since(before.at, following.at);
    const nearest = Math.min(since(before.at, at), since(at, following.at));
    return {
      lat: before.lat + (following.lat - before.lat) * part,
      lon: before.lon + (following.lon - before.lon) * part,
      accuracy: Math.max(accuracyOf(before), accuracyOf(following)),
      moved: (WANDERS * nearest) / 1_000,
      receivedAt: part === 0 ? before.receivedAt : later(before.receivedAt, following.receivedAt),
    };
  }
  const [single, apart] = [before, following]
    .flatMap((fix) => (fix === undefined ? [] : [[fix, Math.abs(since(fix.at, at))] as const]))
    .reduce<readonly [Sighting | undefined, number]>(
      (best, one) => (one[1] < best[1] ? one : best),
      [undefined, Infinity],
    );
  if (single === undefined || apart > seconds(policy.pairSeconds)) return undefined;
  const { lat, lon, receivedAt } = single;
  return { lat, lon, receivedAt, accuracy: accuracyOf(single), moved: (WALKS * apart) / 1_000 };
}

/** Near a place: its border, buffer counted in, is nearer than the distance. */
export function comparedWithPlace(
  own: readonly Sighting[],
  place: Pick<ZoneVersion, 'shape' | 'buffer'>,
  by: Yardstick,
): Comparison[] {
  const { driftMetres: drift, driftShare } = by.errors;
  return usable(own, by).map((fix) => {
    const metres = compiledArea(place).metresToBorder(wgs84(fix.lat, fix.lon)) - place.buffer;
    const doubts = { accuracy: by.accuracyOf(fix), drift, driftShare };
    const near = probabilityInside(metres - by.policy.placeMetres, doubts);
    const { at, receivedAt } = fix;
    return { at, receivedAt, metres: Math.max(0, metres), near, nearAllTheSame: near, inside: metres <= 0, fix };
  });
}

/** A time in which two were together, or somebody was at a place, beyond doubt. */
export interface Meeting {
  readonly from: Instant;
  readonly confirmedAt: Instant;
  readonly receivedBy: Instant;
  readonly lastAt: Instant;
  readonly metres: number;
  readonly probability: number;
  readonly fixes: readonly EvidenceFix[];
  readonly ended: End | null;
}

/** Near again and again, but not for long enough, or not surely enough, to be told. */
interface Run extends Omit<Meeting, 'probability' | 'confirmedAt'> {
  readonly count: number;
  /** That they are apart all the same: the least, and the next one. */
  readonly least: readonly [number, number];
  /** Milliseconds in which they were near. */
  readonly lasted: number;
  readonly sure: Pick<Meeting, 'probability' | 'confirmedAt'> | null;
  /** Since when they are apart, and how many of each one's fixes say so: one that is wrong is compared more than once. */
  readonly apart: { readonly from: Instant; readonly own: number; readonly others: number } | null;
}

/** Near is what is more probable than not, apart what errors would hardly come to; what is neither says nothing. */
const APART = 0.05;
const NEAR = 0.5;

/** A time up to now in which two people, or somebody and a place, are compared. */
export interface Stretch {
  /** What went on when it began. */
  readonly goesOn: Meeting | null;
  /** When they were no longer forbidden to meet. */
  readonly allowedFrom: Instant | null;
  readonly now: Instant;
  readonly ofTwo: boolean;
}

/** All meetings of a stretch of time. */
export function meetings(
  comparisons: readonly Comparison[],
  { goesOn, allowedFrom, now, ofTwo }: Stretch,
  by: Yardstick,
): Meeting[] {
  const until = allowedFrom !== null && allowedFrom <= now ? allowedFrom : after(now, seconds(1));
  const found: Meeting[] = [];
  let run = goesOn === null ? null : continued(goesOn);
  const close = (end: End): void => {
    if (run?.sure) found.push({ ...meetingOf(run), ended: end });
    run = null;
  };
  const hole = seconds(by.policy.holeSeconds);
  for (const one of comparisons) {
    if (one.at >= until) break;
    if (run !== null && since(run.lastAt, one.at) > hole) close({ at: run.lastAt, reason: 'unseen' });
    if (one.inside) close({ at: one.at, reason: 'entered' });
    else if (one.near >= NEAR) run = nearer(run, one, by);
    else if (run !== null && one.nearAllTheSame <= APART) {
      const apart = farther(run, one);
      const { from, own, others } = apart;
      run = { ...run, apart, fixes: withFix(run.fixes, one, 'apart') };
      if ((ofTwo ? Math.min(own, others) : own) >= by.policy.leaveFixes) close({ at: from, reason: 'apart' });
    }
  }
  if (run !== null && since(run.lastAt, until) > hole) close({ at: run.lastAt, reason: 'unseen' });
  if (run !== null && until <= now) close({ at: until, reason: 'withdrawn' });
  return run?.sure ? [...found, meetingOf(run)] : found;
}

/** How long they may have been near before it is sure: no comparison that counts is less probable than not. */
export function longestUnsure({ policy, errors }: Yardstick): Millis {
  const doubted = seconds(errors.correlationSeconds * Math.log((1 - NEAR) / (1 - policy.probability)));
  return Math.max(seconds(policy.dwellSeconds), doubted) as Millis;
}

function nearer(run: Run | null, one: Comparison, { policy, errors }: Yardstick): Run {
  const doubt = 1 - one.near;
  const [least, next] = run?.least ?? [1, 1];
  const grown: Run = {
    from: run?.from ?? one.at,
    lastAt: one.at,
    receivedBy: run?.sure ? run.receivedBy : later(run?.receivedBy ?? one.receivedAt, one.receivedAt),
    metres: Math.min(run?.metres ?? Infinity, one.metres),
    count: (run?.count ?? 0) + 1,
    least: doubt < least ? [doubt, least] : [least, Math.min(next, doubt)],
    lasted: run === null ? 0 : run.lasted + since(run.lastAt, one.at),
    fixes: withFix(run?.fixes ?? [], one, 'near'),
    sure: run?.sure ?? null,
    apart: null,
    ended: null,
  };
  // Fixes near in time share their error: the second best counts, and for how long it would have lasted.
  const left = grown.least[1] * Math.exp(-grown.lasted / seconds(errors.correlationSeconds));
  const probability = Math.max(grown.sure?.probability ?? 0, certainty(left));
  if (grown.sure !== null) return { ...grown, sure: { ...grown.sure, probability } };
  const sure =
    grown.count >= policy.minFixes && grown.lasted >= seconds(policy.dwellSeconds) && left <= 1 - policy.probability;
  return sure ? { ...grown, sure: { probability, confirmedAt: one.at } } : grown;
}

function farther({ apart }: Run, { at, fix }: Comparison): NonNullable<Run['apart']> {
  const { from, own, others } = apart ?? { from: at, own: 0, others: 0 };
  return fix === null ? { from, own, others: others + 1 } : { from, own: own + 1, others };
}

/** A stretch that is judged again has fixes that are known already. */
function withFix(fixes: readonly EvidenceFix[], one: Comparison, because: string): readonly EvidenceFix[] {
  const { fix, metres, near } = one;
  if (fix === null) return fixes;
  const at = isoInShanghai(fix.at);
  if (fixes.some((known) => known.at >= at)) return fixes;
  const { lat, lon, accuracy, source } = fix;
  const receivedAt = isoInShanghai(fix.receivedAt);
  const probability = certainty(1 - near);
  const told = { at, receivedAt, lat, lon, accuracy, source, used: true, because };
  return joined(fixes, { ...told, metresOutside: Math.round(metres), probability });
}

const continued = ({ probability, confirmedAt, ...run }: Meeting): Run => ({
  ...run,
  ended: null,
  count: 0,
  least: [1, 1],
  lasted: 0,
  sure: { probability, confirmedAt },
  apart: null,
});

function meetingOf({ from, receivedBy, lastAt, metres, fixes, ended, sure }: Run): Meeting {
  return {
    ...{ from, receivedBy, lastAt, metres, fixes, ended },
    probability: sure?.probability ?? 0,
    confirmedAt: sure?.confirmedAt ?? lastAt,
  };
}
