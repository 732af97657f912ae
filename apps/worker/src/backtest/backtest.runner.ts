import { randomUUID } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { before, instant, minutes, seconds, type SuperviseeId } from '#libs/kernel';
import { added, RuleFault, WhatIf, type History, type Tally } from '#libs/rules';
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
    // While one is judged the next one's history is read.
    for await (const history of ahead(this.#histories(begun))) {
      if (stopping?.aborted === true) return;
      const next = await this.#judged(whatIf, at, history);
      if (next === undefined) return;
      at = next;
      if (Date.now() - beat < BEAT_EVERY) continue;
      if (!(await this.#keep(at, 'running'))) return;
      beat = Date.now();
    }
    await this.#keep(at, 'done');
  }

  /** Of everybody who was not judged yet; undefined for somebody who is not there any more. */
  async *#histories({ supposition, people, done, from, to }: BacktestInHand): AsyncGenerator<History | undefined> {
    for (let first = done; first < people.length; first += WORLDS_AT_ONCE) {
      const some = people.slice(first, first + WORLDS_AT_ONCE);
      // Read together, they share what they have in common.
      const worlds = await new WorldView(this.db).of(some);
      for (const id of some) {
        const world = worlds.get(id);
        yield (
          world && {
            world,
            from,
            until: to,
            records: await this.#history.records(id, from, to),
            onFile: supposition.is === 'rule' ? await this.#store.onFile(id, from, to) : [],
          }
        );
      }
    }
  }

  /** Undefined when a rule threw: then it is over. */
  async #judged(whatIf: WhatIf, at: BacktestInHand, history: History | undefined): Promise<BacktestInHand | undefined> {
    if (history === undefined) return { ...at, done: at.done + 1 };
    try {
      const result = added(at.result, await inSlices(whatIf.judging(history)));
      return { ...at, result, done: at.done + 1, records: at.records + history.records.length };
    } catch (error) {
      if (!(error instanceof RuleFault)) throw error;
      const supervisee: SuperviseeId = history.world.superviseeId;
      this.#logger.error('a backtest was given up', { id: at.id, supervisee, why: error.message });
      await this.#keep(at, 'failed');
      return undefined;
    }
  }

  #keep(at: BacktestInHand, state: 'running' | 'done' | 'failed'): Promise<boolean> {
    return this.#store.keep(at, this.#name, instant(Date.now()), state);
  }
}

async function inSlices(work: Generator<void, Tally>): Promise<Tally> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await otherWork();
  }
}
