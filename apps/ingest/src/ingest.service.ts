import {
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { instant, seconds, since, type Instant } from '#libs/kernel';
import { type HeldMessage, Subscriber, type SubscriberOptions } from '#libs/mqtt';
import type { Facts, Metrics, Readiness } from '#libs/platform';
import type { Hints } from '#libs/queue';
import { readTopic } from '#libs/protocol';
import { CANARY_DEVICE, type StoredBatch } from '#libs/store';
import { BatchLanes } from './batch-lanes.js';
import type { BatchLimits } from './batcher.js';
import { Stopped, type BatchWriter } from './batch-writer.js';
import type { DownlinkService } from './downlink.service.js';
import { IngestMetrics } from './ingest-metrics.js';
import { Movement } from './movement.js';
import { readMessage, type ReceivedMessage } from './received-message.js';

/** A record this old when it comes was kept by the wristband while it could not send. */
const BACKLOG_AGE = seconds(60);
/** While one batch waits for the disk, the other is on its way. */
const LANES = 2;

export interface IngestOptions {
  readonly subscription: Omit<SubscriberOptions, 'onMessage' | 'onTrouble'>;
  readonly batches: BatchLimits;
}

/** A record with all its fields takes so many bytes: batches are weighed before they are read. */
const RECORD_BYTES = 256;

/** A message that nobody has read yet: it takes a tenth of the memory of what it says. */
interface Arrived {
  readonly held: HeldMessage;
  readonly receivedAt: Instant;
}

/** From the broker to the disk: a message is acknowledged when it is committed, and not before. */
export class IngestService
  implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown, OnApplicationShutdown
{
  readonly #logger = new Logger('ingest');
  readonly #batches: BatchLanes<Arrived>;
  #subscriber: Subscriber | undefined;
  readonly #metrics: IngestMetrics;
  readonly #movement = new Movement();

  constructor(
    private readonly options: IngestOptions,
    private readonly writer: BatchWriter,
    private readonly downlink: DownlinkService,
    private readonly hints: Pick<Hints, 'tell'>,
    platform: { readonly readiness: Readiness; readonly metrics: Metrics },
  ) {
    this.#batches = new BatchLanes(LANES, options.batches, (batch) => this.#write(batch));
    this.#metrics = new IngestMetrics(
      platform.metrics.registry,
      () => this.#subscriber?.held ?? { messages: 0, bytes: 0 },
    );
    platform.readiness.add('broker', () => (this.#subscriber?.subscribed === true ? 'up' : 'down'));
  }

  onApplicationBootstrap(): void {
    this.#subscriber = new Subscriber({
      ...this.options.subscription,
      onMessage: (message) => this.#receive(message),
      onTrouble: (why) => this.#logger.warn('the broker is out of reach', { why }),
    });
  }

  onModuleDestroy(): void {
    this.#subscriber?.pause();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.writer.stop();
    await this.#batches.drain();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#subscriber?.close();
  }

  /** How we are doing, for our sign of life. */
  facts(): Facts {
    const { messages = 0 } = this.#subscriber?.held ?? {};
    return this.#movement.facts(messages, this.#subscriber?.subscribed === true, Date.now());
  }

  #receive(held: HeldMessage): void {
    const { deviceId } = readTopic(held.topic);
    const weight = Math.ceil(held.payload.length / RECORD_BYTES);
    this.#batches.push(deviceId ?? '', { held, receivedAt: instant(Date.now()) }, Math.max(1, weight));
  }

  async #write(arrived: Arrived[]): Promise<void> {
    const started = Date.now();
    try {
      const messages = arrived.map(({ held, receivedAt }) => readMessage(held, receivedAt));
      const batches = await this.writer.write(messages);
      this.#subscriber?.release(messages.map(({ held }) => held));
      // That the canary's records come says nothing of the others.
      if (messages.some(({ uplink }) => uplink.deviceId !== CANARY_DEVICE)) this.#movement.stored(Date.now());
      this.#metrics.written(batches, messages.length, messages[0]?.receivedAt ?? started, started);
      this.#tell(messages, batches);
    } catch (error) {
      // Not acknowledged: the broker delivers it again.
      if (!(error instanceof Stopped)) this.#logger.error('a batch failed', { stack: (error as Error).stack });
    }
  }

  #tell(messages: readonly ReceivedMessage[], batches: readonly StoredBatch[]): void {
    if (batches.some(({ counts }) => counts.stored > 0)) this.hints.tell('records-stored');
    this.downlink.stored(
      batches.flatMap((batch) => batch.standings),
      new Set(messages.filter(isBacklog).flatMap(({ uplink }) => uplink.deviceId ?? [])),
    );
    const online = messages.filter((message) => message.online === true).flatMap(({ uplink }) => uplink.deviceId ?? []);
    this.downlink.connected([...new Set(online)]).catch((error: Error) => {
      this.#logger.warn('a connected device hears nothing yet', { why: error.message });
    });
  }
}

const isOld = (at: Instant, receivedAt: Instant): boolean => since(at, receivedAt) > BACKLOG_AGE;

function isBacklog({ uplink: { records, gone }, receivedAt }: ReceivedMessage): boolean {
  return gone.length > 0 || records.some((record) => record.clockOffset === null && isOld(record.at, receivedAt));
}
