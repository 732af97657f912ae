import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { instant, type Instant } from '#libs/kernel';
import type { Publisher } from '#libs/mqtt';
import { ackMessage, downTopic, resendMessage } from '#libs/protocol';
import type { DeviceStanding, DeviceStreamStore } from '#libs/store';
import { DownlinkSchedule } from './downlink-schedule.js';

const LOOK_EVERY_MS = 500;

/** Tells wristbands what they may forget and what they should send again. Everything it says is read from disk. */
export class DownlinkService implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  readonly #schedule = new DownlinkSchedule();
  readonly #logger = new Logger('ingest');
  #timer: NodeJS.Timeout | undefined;
  #asking = false;

  constructor(
    private readonly publisher: Publisher,
    private readonly streams: DeviceStreamStore,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.publisher.close();
  }

  /** After a commit: where devices stand that sent something, and which of them sent a backlog. */
  stored(standings: readonly DeviceStanding[], backlogs: ReadonlySet<string>): void {
    const now = instant(Date.now());
    for (const standing of standings) this.#schedule.heard(standing, backlogs.has(standing.deviceId), now);
    this.#acknowledge(
      now,
      standings.map(({ deviceId }) => deviceId),
    );
  }

  /** Devices have just connected: they want to know what they may forget. */
  async connected(deviceIds: readonly string[]): Promise<void> {
    if (deviceIds.length > 0) this.stored(await this.streams.standings(deviceIds), new Set(deviceIds));
  }

  #look(): void {
    const now = instant(Date.now());
    this.#schedule.forget(now);
    this.#acknowledge(now);
    if (this.#asking || !this.publisher.connected) return;
    this.#asking = true;
    void this.#ask(now)
      .catch((error: Error) => this.#logger.warn('nobody can be asked for holes now', { why: error.message }))
      .finally(() => (this.#asking = false));
  }

  #acknowledge(now: Instant, among?: readonly string[]): void {
    if (!this.publisher.connected) return;
    for (const { deviceId, ack, boot } of this.#schedule.acks(now, among)) {
      void this.publisher.send(downTopic(deviceId), ackMessage(ack ?? 0, boot));
    }
  }

  /** Another process may have stored what is missing here: the disk is asked before the device is. */
  async #ask(now: Instant): Promise<void> {
    const doubtful = this.#schedule.doubtful(now);
    if (doubtful.length === 0) return;
    for (const standing of await this.streams.standings(doubtful)) {
      if (!this.#schedule.confirm(standing, now)) continue;
      void this.publisher.send(downTopic(standing.deviceId), resendMessage(standing.holes, standing.boot));
    }
  }
}
