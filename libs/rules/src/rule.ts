import type { Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import type { Episode } from './episode.js';
import type { Observation } from './observation.js';
import type { World } from './world.js';

export interface Step<State> {
  readonly state: State;
  /** The episode that this observation opened, continued or ended, as it now is. */
  readonly episode?: Episode;
}

/** What a rule asks the world for beside the policy of its own kind: policies of others, and the areas drawn for somebody. */
export type AskedOfWorld = AlertKind | 'areas';

/**
 * A rule is a start state and a step, over observations in the order of judgement. Given the same ones it finds the
 * same episodes, today or in a replay. State is plain JSON.
 */
export interface Rule<Kind extends AlertKind, State> {
  readonly kind: Kind;
  /** Raised with every change of meaning: states of another version are thrown away and built anew. */
  readonly version: number;
  /** Whose episodes they are: a device's end when it is taken off, a supervisee's go on with the next one. */
  readonly about: 'supervisee' | 'device';
  /** What else than its own policy makes a difference to it: who tries another one judges these rules again, and no others. */
  readonly asks?: readonly AskedOfWorld[];
  readonly start: State;
  step(state: State, seen: Observation, world: World): Step<State>;
  /**
   * Whether an observation can lead anywhere from the start state. Nearly all of them are fixes of somebody who is where he
   * should be: with those, most rules need not be asked at all. Without it, every observation may.
   */
  concerns?(seen: Observation, world: World): boolean;
  /** The episode that goes on in a state. */
  open(state: State): Episode | undefined;
  /**
   * What this rule finds though nothing is heard: a deadline that passes, the edge of a schedule. `wakesAt` says the first
   * time after another (event time), null for never; `wake` is the step taken then, before any observation of that time.
   */
  readonly byItself?: {
    wakesAt(state: State, after: Instant, world: World): Instant | null;
    wake(state: State, at: Instant, world: World): Step<State>;
  };
}

export const defineRule = <const Kind extends AlertKind, State>(rule: Rule<Kind, State>): Rule<Kind, State> => rule;

/** A time at which a rule is to wake up, if it is not over yet. */
export const dueAfter = (due: Instant | null, from: Instant): Instant | null =>
  due !== null && due > from ? due : null;
