import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { instant, seconds, since, type Instant } from '#libs/kernel';
import type { Publisher } from '#libs/mqtt';
import { ackMessage, downTopic, MAX_RESEND_RANGES, resendMessage } from '#libs/protocol';
import type { AskedGap, DeviceStanding, DeviceStreamStore, GapStore } from '#libs/store';
import { DownlinkSchedule, isBeginning, MOST_ASKS_FOR_BEGINNING } from './downlink-schedule.js';

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
    if (!this.publisher.connected) return;
    for (const { deviceId, ack, boot } of this.#schedule.acks(now, among)) {
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
    const standings = (await this.streams.standings(doubtful))
      .filter((standing) => this.#schedule.confirm(standing, now))
      .map((standing) => ({ ...standing, holes: standing.holes.slice(0, MAX_RESEND_RANGES) }));
    const asked = await this.gaps.note(standings, now, ASK_PAUSE);
    const hopeless: AskedGap[] = [];
    for (const standing of standings) {
      const gaps = asked.get(standing.deviceId) ?? [];
      const inVain = isBeginning(standing) ? gaps.filter(isHopeless) : [];
      hopeless.push(...inVain);
      this.#resend(
        standing,
        gaps.filter((gap) => !inVain.includes(gap)),
      );
    }
    await this.#giveUp(hopeless, now);
  }

  #resend({ deviceId, boot }: DeviceStanding, gaps: readonly AskedGap[]): void {
    if (gaps.length === 0) return;
    const holes = gaps.map(({ from, to }) => [from, to] as const);
    void this.publisher.send(downTopic(deviceId), resendMessage(holes, boot));
  }

  async #giveUp(gaps: readonly AskedGap[], now: Instant): Promise<void> {
    if (gaps.length === 0) return;
    await this.gaps.giveUp(gaps, now);
    const deviceIds = gaps.map(({ deviceId }) => deviceId);
    this.stored(await this.streams.standings(deviceIds), new Set(deviceIds));
  }
}

/** Asked for as often as need be, in vain. */
const isHopeless = ({ from, asked }: AskedGap): boolean => from <= 1 && asked > MOST_ASKS_FOR_BEGINNING;
