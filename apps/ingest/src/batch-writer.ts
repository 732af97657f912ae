import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Hints } from '#libs/queue';
import {
  DeviceLinkStore,
  IntakeMemory,
  isRefusedData,
  isTooMuchAtOnce,
  QuarantineStore,
  RecordStore,
  StaleStreams,
  type PostgresDatabase,
  type StoredBatch,
} from '#libs/store';
import { takeAnswers } from './commands/take-answers.js';
import type { ReceivedMessage } from './received-message.js';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** Who shares devices with others is soon told again that others have stored of them: so many batches wait their turn. */
const BATCHES_ALONE = 100;

/** Thrown when the process stops before the database came back: nothing was stored, everything comes again. */
export class Stopped extends Error {}

/**
 * Writes a batch until it is written. While the database is away it waits; a message that the database refuses is looked
 * for by halves and kept in quarantine alone, so that it stops nothing and takes nothing along. What is too much at once
 * is halved, too. What it has stored it remembers, so that the next batch need not read it; batches that are written at
 * the same time must not have a device in common.
 */
export class BatchWriter {
  readonly #logger = new Logger('ingest');
  readonly #stopping = new AbortController();
  readonly #memory = new IntakeMemory();
  #alone = 0;

  constructor(
    private readonly db: PostgresDatabase,
    private readonly hints?: Pick<Hints, 'tell'>,
  ) {}

  async write(messages: readonly ReceivedMessage[]): Promise<StoredBatch[]> {
    try {
      const isFinal = messages.length === 1 ? isRefusedData : isBetterInHalves;
      return [await this.#untilAnswered(() => this.#store(messages), isFinal)];
    } catch (error) {
      if (!isBetterInHalves(error)) throw error;
      if (messages.length === 1) return [await this.#quarantine(messages, error)];
      const middle = messages.length >> 1;
      const first = await this.write(messages.slice(0, middle));
      return [...first, ...(await this.write(messages.slice(middle)))];
    }
  }

  /** Ends all waiting. */
  stop(): void {
    this.#stopping.abort();
  }

  async #store(messages: readonly ReceivedMessage[]): Promise<StoredBatch> {
    const alone = this.#alone > 0;
    if (alone) this.#alone -= 1;
    try {
      const { stored, topics } = await this.db.transaction(async (tx) => {
        const records = new RecordStore(tx, this.#memory);
        const stored = await (alone ? records.storeAlone(messages) : records.store(messages));
        await new DeviceLinkStore(tx).keep(messages.flatMap(linkIn));
        return { stored, topics: await takeAnswers(tx, messages) };
      });
      this.#memory.remember(stored.known);
      for (const topic of topics) this.hints?.tell(topic);
      return stored;
    } catch (error) {
      this.#memory.forget(messages.flatMap(({ uplink: { deviceId } }) => deviceId ?? []));
      if (!(error instanceof StaleStreams)) throw error;
      this.#alone = BATCHES_ALONE;
      // Overtaken once more, by somebody who did not wait his turn: after a pause, as for everything that may be better then.
      if (alone) throw error;
      return this.#store(messages);
    }
  }

  async #quarantine(messages: readonly ReceivedMessage[], error: Error): Promise<StoredBatch> {
    const refused = messages.map(({ topic, payload, receivedAt, uplink: { deviceId } }) => {
      return { topic, payload, receivedAt, deviceId, reason: 'store.refused', detail: error.message.slice(0, 500) };
    });
    this.#logger.error('the database refuses a message', { why: error.message });
    await this.#untilAnswered(() => this.db.transaction((tx) => new QuarantineStore(tx).add(refused)));
    return { counts: { stored: 0, sealed: 0, repeated: 0, quarantined: refused.length }, standings: [] };
  }

  /** Tries again as long as it is not the data that the database refuses. */
  async #untilAnswered<T>(attempt: () => Promise<T>, isFinal = isRefusedData): Promise<T> {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      try {
        return await attempt();
      } catch (error) {
        if (isFinal(error)) throw error;
        this.#logger.warn('nothing can be stored now', { why: error instanceof Error ? error.message : String(error) });
      }
      await pause(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) throw new Stopped('stopped while nothing could be stored');
    }
  }
}

const isBetterInHalves = (error: unknown): error is Error => isRefusedData(error) || isTooMuchAtOnce(error);

function linkIn({ online, uplink: { deviceId }, receivedAt: at }: ReceivedMessage) {
  return online === undefined || deviceId === null ? [] : [{ deviceId, online, at }];
}
