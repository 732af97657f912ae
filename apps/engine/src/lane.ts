import { before as earlierBy, instant, seconds, type Instant } from '#libs/kernel';
import {
  episodeId,
  lookAhead,
  openEpisodes,
  seenAt,
  standing,
  type Advanced,
  type Ahead,
  type Episode,
  type Observation,
  type Track,
  type World,
} from '#libs/rules';
import type { Anew } from './alert-writer.js';

/** How often the evidence that joins an open alert is written: state is not written for every record. */
const JOIN_EVERY_MS = 30_000;

/** What was sent in time may take so long on its way: only then it counts that nothing was heard. */
export const SETTLE = seconds(15);

/** What is remembered of one supervisee between two looks. */
export interface Lane {
  readonly track: Track;
  /** Whether it is ahead of its last snapshot. */
  readonly dirty: boolean;
  /** Open episodes that are on file, and when they were last written (epoch ms). */
  readonly filed: ReadonlyMap<string, number>;
  /** What joined them since. */
  readonly joining: ReadonlyMap<string, Episode>;
  /** Episodes on file that were found because nothing was heard, and when they began: the track does not know of them. */
  readonly ahead: ReadonlyMap<string, Instant>;
}

export interface Judged {
  readonly track: Track;
  readonly episodes: readonly Episode[];
  readonly anew: Anew | null;
  /** What is found though nothing more was heard. */
  readonly ahead: Ahead;
}

/** What has to be written at once: everything but more evidence of what is on file and goes on. */
export function urgentOf(lane: Lane | undefined, { episodes, anew }: Judged): readonly Episode[] {
  if (lane === undefined || anew !== null) return episodes;
  return episodes.filter((episode) => episode.ended !== null || !lane.filed.has(episodeId(episode)));
}

const NOTHING_FILED: Lane['filed'] = new Map();
const NOTHING_JOINS: Lane['joining'] = new Map();
const NOTHING_AHEAD: Lane['ahead'] = new Map();

/** The lane after its urgent episodes were written. Of nearly everybody nothing goes on: they share what is empty. */
export function laneAfter(lane: Lane | undefined, judged: Judged, now: Instant): Lane {
  const before = judged.anew === null ? lane : undefined;
  const dirty = (lane?.dirty ?? false) || lane?.track !== judged.track;
  const goesOn = openEpisodes(judged.track);
  if (goesOn.length === 0 && judged.episodes.length === 0) {
    const joining = before === undefined || before.joining.size === 0 ? NOTHING_JOINS : before.joining;
    return { track: judged.track, dirty, filed: NOTHING_FILED, joining, ahead: before?.ahead ?? NOTHING_AHEAD };
  }
  const urgent = new Set(urgentOf(lane, judged));
  const filed = new Map(goesOn.map(episodeId).map((name) => [name, before?.filed.get(name) ?? now]));
  const joining = new Map(before?.joining);
  for (const episode of judged.episodes) {
    if (urgent.has(episode)) joining.delete(episodeId(episode));
    else joining.set(episodeId(episode), episode);
  }
  return { track: judged.track, dirty, filed, joining, ahead: before?.ahead ?? NOTHING_AHEAD };
}

/** What joined open alerts and has waited long enough. */
export const joinedLongAgo = (lane: Lane, now: Instant): Episode[] =>
  [...lane.joining].flatMap(([name, episode]) => (now - (lane.filed.get(name) ?? 0) >= JOIN_EVERY_MS ? [episode] : []));

/** The lane after episodes that joined were written. */
export function laneWritten(lane: Lane, episodes: readonly Episode[], now: Instant): Lane {
  const names = episodes.map(episodeId);
  const joining = new Map([...lane.joining].filter(([name]) => !names.includes(name)));
  return { ...lane, joining, filed: new Map([...lane.filed, ...names.map((name) => [name, now] as const)]) };
}

/**
 * The lane after what is found ahead of its track was written; and from when on it has to be judged again, where what was
 * found ahead before is found no more.
 */
export function laneAhead(
  lane: Lane,
  judged: readonly Episode[],
  ahead: readonly Episode[],
): { readonly lane: Lane; readonly refutedFrom: Instant | undefined } {
  if (ahead.length === 0 && lane.ahead.size === 0) return { lane, refutedFrom: undefined };
  const known = new Set([...lane.filed.keys(), ...[...judged, ...ahead].map(episodeId)]);
  const refuted = [...lane.ahead].flatMap(([name, startedAt]) => (known.has(name) ? [] : [startedAt]));
  const refutedFrom =
    refuted.length === 0 ? undefined : instant(Math.min(...refuted, lane.track.last?.[0] ?? Infinity));
  return { lane: { ...lane, ahead: new Map(ahead.map((one) => [episodeId(one), one.startedAt])) }, refutedFrom };
}

/** What is found in a lane though nothing more was heard until now. */
export function aheadOf(track: Track, world: World, now: Instant): Ahead {
  const { episodes, next } = lookAhead(track, earlierBy(now, SETTLE), world);
  return { episodes: episodes.map((one) => standing(one, world, now)), next };
}

export const judgedBy = (advanced: Advanced, anew: Anew | null, world: World, now: Instant): Judged => ({
  ...advanced,
  anew,
  ahead: aheadOf(advanced.track, world, now),
});

/** When the first of some records was made. */
export const earliest = (fresh: readonly Observation[]): Instant =>
  fresh.map(seenAt).reduce((first, at) => (at < first ? at : first), instant(Infinity));
