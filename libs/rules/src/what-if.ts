import type { Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import { advance, lookAhead, newTrack, type Track } from './engine.js';
import { episodeId, type Episode } from './episode.js';
import { inOrder, type Observation } from './observation.js';
import { standing } from './supervision.js';
import { rulesConcerned, supposing, type Supposition } from './supposition.js';
import { foundOf, tallyOf, type Found, type Tally } from './tally.js';
import type { World } from './world.js';

/** One person in a time, of whom nothing is remembered from before it, and nothing heard after it. */
export interface Tried {
  readonly world: World;
  readonly from: Instant;
  readonly until: Instant;
  /** Alerts on file that reach into it. */
  readonly onFile: readonly Found[];
}

/** So many records are judged at once: a few milliseconds. */
const SLICE = 250;

/** Judges people as it is and as it would be, by the rules to which that makes a difference, and no others. */
export class WhatIf {
  readonly #rules: ReturnType<typeof rulesConcerned>;
  readonly #supposed: (world: World) => World;

  constructor(private readonly supposition: Supposition) {
    this.#rules = rulesConcerned(supposition);
    this.#supposed = supposing(supposition);
  }

  begin(tried: Tried): Trial {
    const worlds = { is: tried.world, wouldBe: this.#supposed(tried.world) };
    return new Trial(tried, worlds, this.#rules, this.supposition.is === 'rule');
  }

  judge(tried: Tried, records: readonly Observation[]): Tally {
    const trial = this.begin(tried);
    for (const _ of trial.take(records));
    return trial.end();
  }
}

/** Of one person. */
export class Trial {
  readonly #before: Fold | undefined;
  readonly #after: Fold;

  constructor(
    private readonly tried: Tried,
    worlds: { readonly is: World; readonly wouldBe: World },
    private readonly rules: ReturnType<typeof rulesConcerned>,
    /** What was before stands on file. */
    againstFile: boolean,
  ) {
    this.#before = againstFile ? undefined : new Fold(worlds.is, rules);
    this.#after = new Fold(worlds.wouldBe, rules);
  }

  /** Records, none of them before those that were taken. In slices: whoever drives it may do something else between them. */
  *take(records: readonly Observation[]): Generator<void> {
    const ordered = inOrder(records);
    for (let at = 0; at < ordered.length; at += SLICE) {
      const slice = ordered.slice(at, at + SLICE);
      this.#before?.take(slice);
      this.#after.take(slice);
      yield;
    }
  }

  end(): Tally {
    const { from, until, onFile } = this.tried;
    const kinds = this.rules.map(({ kind }) => kind);
    const after = this.#after.until(until);
    if (this.#before !== undefined) return tallyOf(kinds, this.#before.until(until), after);
    return tallyOf(kinds, ...begunSince(from, withinTime(onFile, kinds, until), after), false);
  }
}

/** One judgement of somebody. */
class Fold {
  readonly #episodes = new Map<string, Episode>();
  #track: Track;

  constructor(
    private readonly world: World,
    private readonly rules: ReturnType<typeof rulesConcerned>,
  ) {
    this.#track = newTrack(rules);
  }

  take(ordered: readonly Observation[]): void {
    for (const seen of ordered) {
      const { track, episodes } = advance(this.#track, seen, this.world, this.rules);
      this.#track = track;
      this.#keep(episodes);
    }
  }

  until(time: Instant): Found[] {
    this.#keep(lookAhead(this.#track, time, this.world, this.rules).episodes);
    return [...this.#episodes.values()].map((one) => foundOf(standing(one, this.world, time)));
  }

  #keep(episodes: readonly Episode[]): void {
    for (const episode of episodes) this.#episodes.set(episodeId(episode), episode);
  }
}

const withinTime = (onFile: readonly Found[], kinds: readonly AlertKind[], until: Instant): Found[] =>
  onFile
    .filter(({ kind, from }) => kinds.includes(kind) && from < until)
    .map((one) => (one.to !== null && one.to > until ? { ...one, to: null } : one));

/** What is on file from before the time was judged by records that are not looked at: it and its like do not count. */
function begunSince(from: Instant, onFile: readonly Found[], found: readonly Found[]): [Found[], Found[]] {
  const old = onFile.filter((one) => one.from < from);
  const isOld = (one: Found): boolean =>
    old.some((before) => before.kind === one.kind && one.from <= (before.to ?? Infinity));
  return [onFile.filter((one) => one.from >= from), found.filter((one) => !isOld(one))];
}
