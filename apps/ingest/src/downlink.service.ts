import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { instant, seconds, since, type Instant } from '#libs/kernel';
import type { Publisher } from '#libs/mqtt';
import { ackMessage, downTopic, MAX_RESEND_RANGES, resendMessage } from '#libs/protocol';
import type { DeviceStanding, DeviceStreamStore, Gap, GapStore } from '#libs/store';
import { DownlinkSchedule } from './downlink-schedule.js';

const LOOK_EVERY_MS = 500;
/** Who still sends is acknowledged when a batch of it is stored; only the others are looked for. */
const ACK_LOOK_EVERY = seconds(2);
const SETTLE_EVERY = seconds(10);
/** Several processes may miss the same: nobody is asked twice within this. */
const ASK_PAUSE = seconds(2);

/** Tells wristbands what they may forget and what they should send again. Everything it says is read from disk. */
export class DownlinkService implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  readonly #schedule = new DownlinkSchedule();
  readonly #logger = new Logger('ingest');
  #timer: NodeJS.Timeout | undefined;
  #asking = false;
  #acknowledgedAt = instant(0);
  #settledAt = instant(0);

  constructor(
    private readonly publisher: Publisher,
    private readonly streams: DeviceStreamStore,
    private readonly gaps: GapStore,
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
    if (deviceIds.length === 0) return;
    const standings = await this.streams.standings(deviceIds);
    const now = instant(Date.now());
    for (const standing of standings) this.#schedule.connected(standing, now);
    this.#acknowledge(now, deviceIds);
  }

  #look(): void {
    const now = instant(Date.now());
    if (since(this.#acknowledgedAt, now) >= ACK_LOOK_EVERY) {
      this.#acknowledgedAt = now;
      this.#acknowledge(now);
      this.#schedule.forget(now);
    }
    if (this.#asking || !this.publisher.connected) return;
    this.#asking = true;
    void this.#ask(now)
      .catch((error: Error) => this.#logger.warn('nobody can be asked for holes now', { why: error.message }))
      .finally(() => (this.#asking = false));
  }

  #acknowledge(now: Instant, among?: readonly string[]): void {
    for (const { deviceId, ack, boot } of this.#schedule.acks(now, this.publisher.room, among)) {
      void this.publisher.send(downTopic(deviceId), ackMessage(ack ?? 0, boot));
    }
  }

  /** Another process may have stored what is missing here: the disk is asked before the device is. */
  async #ask(now: Instant): Promise<void> {
    const doubtful = this.#schedule.doubtful(now);
    if (doubtful.length > 0 || since(this.#settledAt, now) >= SETTLE_EVERY) {
      this.#settledAt = now;
      await this.gaps.settle(now);
    }
    if (doubtful.length === 0) return;
    const asked: DeviceStanding[] = [];
    const hopeless: DeviceStanding[] = [];
    for (const standing of await this.streams.standings(doubtful)) {
      const what = this.#schedule.confirm(standing, now);
      const holes = standing.holes.slice(0, MAX_RESEND_RANGES);
      if (what === 'ask') asked.push({ ...standing, holes });
      if (what === 'give-up') hopeless.push(standing);
    }
    const gaps = await this.gaps.note(asked, now, ASK_PAUSE);
    for (const standing of asked) this.#resend(standing, gaps.get(standing.deviceId) ?? []);
    await this.#giveUp(hopeless, now);
  }

  #resend({ deviceId, boot }: DeviceStanding, gaps: readonly Gap[]): void {
    if (gaps.length === 0) return;
    const holes = gaps.map(({ from, to }) => [from, to] as const);
    void this.publisher.send(downTopic(deviceId), resendMessage(holes, boot));
  }

  /** What came before the first record was asked for in vain. */
  async #giveUp(standings: readonly DeviceStanding[], now: Instant): Promise<void> {
    if (standings.length === 0) return;
    await this.gaps.giveUp(
      standings.flatMap(({ deviceId, life, holes: [hole] }) => {
        return hole === undefined ? [] : [{ deviceId, life, from: hole[0], to: hole[1] }];
      }),
      now,
    );
    const deviceIds = standings.map(({ deviceId }) => deviceId);
    this.stored(await this.streams.standings(deviceIds), new Set(deviceIds));
  }
}
