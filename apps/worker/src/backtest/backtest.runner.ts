import { randomUUID } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { before, instant, minutes, seconds } from '#libs/kernel';
import { added, RuleFault, WhatIf, type Observation, type Trial, type Tried } from '#libs/rules';
import { BacktestStore, HistoryView, PostgresDatabase, WorldView, type BacktestInHand } from '#libs/store';
import { Rounds } from '../rounds.js';
import { ahead } from './ahead.js';

const LOOK_EVERY = seconds(2);
const BEAT_EVERY = seconds(2);
/** Whoever ran it is gone. */
const UNHEARD = minutes(1);
const WORLDS_AT_ONCE = 100;

/**
 * Tries changes on stored history, person by person, one backtest at a time. What it does stands in its row. It judges in
 * slices of a few milliseconds, between which everything else of its process comes first (ADR 27).
 */
@Injectable()
export class BacktestRunner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('backtests');
  readonly #name = randomUUID();
  readonly #store: BacktestStore;
  readonly #history: HistoryView;
  readonly #rounds = new Rounds(
    async (stopping) => {
      while (!stopping.aborted && (await this.runOne(stopping)));
      return LOOK_EVERY;
    },
    { again: LOOK_EVERY, logger: this.#logger, message: 'no backtest can be run now' },
  );

  constructor(private readonly db: PostgresDatabase) {
    this.#store = new BacktestStore(db);
    this.#history = new HistoryView(db);
  }

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.end();
  }

  /** False when there was none to be run. */
  async runOne(stopping?: AbortSignal): Promise<boolean> {
    const now = instant(Date.now());
    const one = await this.#store.claim(this.#name, now, before(now, UNHEARD));
    if (one === undefined) return false;
    await this.#run(one, stopping);
    return true;
  }

  async #run(begun: BacktestInHand, stopping?: AbortSignal): Promise<void> {
    const whatIf = new WhatIf(begun.supposition);
    let at = begun;
    let beat = Date.now();
    let person: Judging = { trial: undefined, records: 0 };
    // While some are judged the next ones are read.
    for await (const part of ahead(this.#parts(begun))) {
      if (stopping?.aborted === true) return;
      try {
        person = await judged(whatIf, person, part);
        if (!part.isLast) continue;
        at = withPerson(at, person);
      } catch (error) {
        if (error instanceof RuleFault) return this.#giveUp(at, part, error);
        throw error;
      }
      person = { trial: undefined, records: 0 };
      if (Date.now() - beat < BEAT_EVERY) continue;
      if (!(await this.#keep(at, 'running'))) return;
      beat = Date.now();
    }
    await this.#keep(at, 'done');
  }

  /** Of everybody who was not judged yet. */
  async *#parts({ supposition, people, done, from, to }: BacktestInHand): AsyncGenerator<Part> {
    for (let first = done; first < people.length; first += WORLDS_AT_ONCE) {
      const some = people.slice(first, first + WORLDS_AT_ONCE);
      // Read together, they share what they have in common.
      const worlds = await new WorldView(this.db).of(some);
      for (const id of some) {
        const world = worlds.get(id);
        const onFile = supposition.is === 'rule' ? await this.#store.onFile(id, from, to) : [];
        const tried = world && { world, from, until: to, onFile };
        for await (const records of this.#history.parts(id, from, to)) yield { tried, records, isLast: false };
        yield { tried, records: [], isLast: true };
      }
    }
  }

  /** A rule threw: it would again. */
  async #giveUp(at: BacktestInHand, { tried }: Part, { message: why }: RuleFault): Promise<void> {
    this.#logger.error('a backtest was given up', { id: at.id, supervisee: tried?.world.superviseeId, why });
    await this.#keep(at, 'failed');
  }

  #keep(at: BacktestInHand, state: 'running' | 'done' | 'failed'): Promise<boolean> {
    return this.#store.keep(at, this.#name, instant(Date.now()), state);
  }
}

/** Some of somebody's records; who is not there any more has none. */
interface Part {
  readonly tried: Tried | undefined;
  readonly records: readonly Observation[];
  readonly isLast: boolean;
}

/** Of whom some parts were judged. */
interface Judging {
  readonly trial: Trial | undefined;
  readonly records: number;
}

async function judged(whatIf: WhatIf, { trial, records: before }: Judging, part: Part): Promise<Judging> {
  if (part.tried === undefined) return { trial, records: before };
  const going = trial ?? whatIf.begin(part.tried);
  for (const _ of going.take(part.records)) await otherWork();
  return { trial: going, records: before + part.records.length };
}

function withPerson(at: BacktestInHand, { trial, records }: Judging): BacktestInHand {
  const result = trial === undefined ? at.result : added(at.result, trial.end());
  return { ...at, result, done: at.done + 1, records: at.records + records };
}
