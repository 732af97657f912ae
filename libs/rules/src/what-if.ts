import type { Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import { advance, lookAhead, newTrack, type Track } from './engine.js';
import { episodeId, type Episode } from './episode.js';
import { inOrder, type Observation } from './observation.js';
import { standing } from './supervision.js';
import { rulesConcerned, supposing, type Supposition } from './supposition.js';
import { foundOf, tallyOf, type Found, type Tally } from './tally.js';
import type { World } from './world.js';

/** Of one person in a time: records with nothing remembered from before them, and nothing heard after them. */
export interface History {
  readonly world: World;
  readonly records: readonly Observation[];
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

  judge(history: History): Tally {
    const work = this.judging(history);
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
    }
  }

  /** The same, in slices: whoever drives it may do something else between them. */
  *judging({ world, records, from, until, onFile }: History): Generator<void, Tally> {
    const known = this.supposition.is === 'rule';
    const folds = [...(known ? [] : [world]), this.#supposed(world)].map((one) => new Fold(one, this.#rules));
    const ordered = inOrder(records);
    for (let at = 0; at < ordered.length; at += SLICE) {
      yield;
      for (const fold of folds) fold.take(ordered, at, Math.min(ordered.length, at + SLICE));
    }
    const found = folds.map((fold) => fold.until(until));
    const kinds = this.#rules.map(({ kind }) => kind);
    const [before = [], after = []] = known ? [withinTime(onFile, kinds, until), ...found] : found;
    return known ? tallyOf(kinds, ...begunSince(from, before, after), false) : tallyOf(kinds, before, after);
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

  take(ordered: readonly Observation[], from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      const seen = ordered[at];
      if (seen === undefined) continue;
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
