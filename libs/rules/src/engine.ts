import { instant, type Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import { anyRules } from './catalogue.js';
import { episodeId, type Episode } from './episode.js';
import { comparePlaces, inOrder, placeOf, type Observation, type Place } from './observation.js';
import type { Step } from './rule.js';
import { cutOff, supervisionEnd } from './supervision.js';
import type { World } from './world.js';

/** What is remembered of one supervisee between two records. Plain JSON. */
export interface Track {
  /** The record up to which all is folded in. */
  readonly last: Place | null;
  /** Each rule's, in the order of the rules that it is taken through; null: as at the start. */
  readonly states: readonly unknown[];
}

export const newTrack = (rules = anyRules): Track => ({ last: null, states: rules.map(() => null) });

export interface Advanced {
  readonly track: Track;
  /** Those that were opened, continued or ended, as they now are. */
  readonly episodes: readonly Episode[];
}

/** Whether an observation belongs before what was folded in already: then one has to go back to where it fits. */
export const isBehind = (track: Track, seen: Observation): boolean =>
  track.last !== null && comparePlaces(placeOf(seen), track.last) <= 0;

/** A rule that threw: which, and at which record. */
export class RuleFault extends Error {
  override readonly name = 'RuleFault';
  constructor(
    readonly kind: AlertKind,
    /** Null where no record was looked at. */
    readonly place: Place | null,
    options: ErrorOptions,
  ) {
    super(`the rule ${kind} failed` + (place === null ? '' : ` at record ${place[3]} of ${place[1]}`), options);
  }
}

/** Takes one observation through rules. It must come after the last one; the same one again changes nothing. */
export function advance(track: Track, seen: Observation, world: World, rules = anyRules): Advanced {
  const place = placeOf(seen);
  const order = track.last === null ? 1 : comparePlaces(place, track.last);
  if (order === 0) return { track, episodes: [] };
  if (order < 0) throw new RangeError('an observation was folded in after a later one');
  const states = [...track.states];
  const episodes: Episode[] = [];
  const last = track.last === null ? undefined : track.last[0];
  const over = last === undefined ? undefined : supervisionEnd(world, last, null);
  let index = -1;
  for (const rule of rules) {
    index += 1;
    let before = track.states[index];
    const wakes = last === undefined ? null : wakesAt(rule, before, last, world);
    if (wakes !== null && wakes <= place[0]) {
      const woken = wakeUntil(rule, before, track, place[0], world, true);
      episodes.push(...woken.episodes);
      before = woken.state;
    }
    const end = last === undefined ? undefined : cutOff(rule, before, place[0], world, over);
    const open = end && before !== null && rule.open(before);
    if (end && open) episodes.push({ ...open, ended: end });
    if ((end || before === null) && rule.concerns !== undefined && !concerns(rule, seen, world, place)) {
      states[index] = null;
      continue;
    }
    const step = stepped(rule, end ? rule.start : (before ?? rule.start), seen, world, place);
    // Who is back at the start has nothing to remember.
    states[index] = step.state === rule.start ? null : step.state;
    if (step.episode) episodes.push(step.episode);
  }
  return { track: { last: place, states }, episodes };
}

/** Without a closure, as the next one: this is done for every record and rule. */
function concerns(rule: (typeof anyRules)[number], seen: Observation, world: World, place: Place): boolean {
  try {
    return rule.concerns?.(seen, world) ?? true;
  } catch (cause) {
    throw new RuleFault(rule.kind, place, { cause });
  }
}

function stepped(
  rule: (typeof anyRules)[number],
  state: unknown,
  seen: Observation,
  world: World,
  place: Place,
): Step<unknown> {
  try {
    return rule.step(state, seen, world);
  } catch (cause) {
    throw new RuleFault(rule.kind, place, { cause });
  }
}

/** Without a closure, as above. */
function wakesAt(rule: (typeof anyRules)[number], state: unknown, after: Instant, world: World): Instant | null {
  if (rule.byItself === undefined) return null;
  try {
    return rule.byItself.wakesAt(state ?? rule.start, after, world);
  } catch (cause) {
    throw new RuleFault(rule.kind, null, { cause });
  }
}

interface Woken {
  readonly state: unknown;
  readonly episodes: readonly Episode[];
  /** When the rule would find something next, if it is supervised until then; null: never. */
  readonly next: Instant | null;
}

/**
 * What a rule finds by itself after the track's last record and before a time, as far as there was supervision. Inclusive
 * before an observation: a deadline that falls on its very time passes first, or it would pass unseen.
 */
function wakeUntil(
  rule: (typeof anyRules)[number],
  before: unknown,
  track: Track,
  until: Instant,
  world: World,
  inclusive = false,
): Woken {
  const { byItself } = rule;
  let state = before;
  if (byItself === undefined || track.last === null) return { state, episodes: [], next: null };
  let from = track.last[0];
  return guarded(rule, null, () => {
    const episodes: Episode[] = [];
    const over = supervisionEnd(world, from, null)?.at ?? Infinity;
    for (;;) {
      const at = byItself.wakesAt(state ?? rule.start, from, world);
      if (at === null || at >= over) return { state, episodes, next: null };
      if (at > until || (at === until && !inclusive)) return { state, episodes, next: at };
      if (at <= from) throw new RangeError('a rule woke up in the past');
      const step = byItself.wake(state ?? rule.start, at, world);
      if (step.episode) episodes.push(step.episode);
      state = step.state;
      from = at;
    }
  });
}

export interface Ahead {
  readonly episodes: readonly Episode[];
  /** When there is something to be found again though nothing is heard; null: never. */
  readonly next: Instant | null;
}

const NOTHING_AHEAD: Ahead = { episodes: [], next: null };

/** What would be found if nothing more were heard before a time; the track itself knows nothing of it. */
export function lookAhead(track: Track, until: Instant, world: World, rules = anyRules): Ahead {
  const { last } = track;
  if (last === null) return NOTHING_AHEAD;
  let first = Infinity;
  let episodes: Map<string, Episode> | undefined;
  let index = -1;
  for (const rule of rules) {
    index += 1;
    const state = track.states[index];
    const wakes = wakesAt(rule, state, last[0], world);
    if (wakes === null) continue;
    if (wakes >= until) {
      first = Math.min(first, wakes);
      continue;
    }
    const woken = wakeUntil(rule, state, track, until, world);
    if (woken.next !== null) first = Math.min(first, woken.next);
    episodes ??= new Map();
    for (const episode of woken.episodes) episodes.set(episodeId(episode), episode);
  }
  if (episodes === undefined && first === Infinity) return NOTHING_AHEAD;
  return { episodes: [...(episodes?.values() ?? [])], next: first === Infinity ? null : instant(first) };
}

function guarded<Found>(rule: (typeof anyRules)[number], place: Place | null, work: () => Found): Found {
  try {
    return work();
  } catch (cause) {
    throw new RuleFault(rule.kind, place, { cause });
  }
}

/** Takes observations, in any order but none before the track's last, through every rule. */
export function advanceAll(track: Track, observations: readonly Observation[], world: World): Advanced {
  const touched = new Map<string, Episode>();
  let at = track;
  for (const seen of inOrder(observations)) {
    const step = advance(at, seen, world);
    at = step.track;
    for (const episode of step.episodes) touched.set(episodeId(episode), episode);
  }
  return { track: at, episodes: [...touched.values()] };
}

/** The episodes that go on. */
export function openEpisodes({ states }: Track): Episode[] {
  const open: Episode[] = [];
  let index = -1;
  for (const rule of anyRules) {
    index += 1;
    const state = states[index];
    const episode = state === null ? undefined : rule.open(state);
    if (episode !== undefined) open.push(episode);
  }
  return open;
}

/** As `advanceAll`, with the episodes that went on before and were not touched. */
export function replay(track: Track, observations: readonly Observation[], world: World): Advanced {
  const { track: at, episodes } = advanceAll(track, observations, world);
  const all = new Map([...openEpisodes(track), ...episodes].map((episode) => [episodeId(episode), episode]));
  return { track: at, episodes: [...all.values()] };
}
