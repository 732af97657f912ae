import { setImmediate as breath, setTimeout as pause } from 'node:timers/promises';
import { printBatch, readDown, upTopic } from '../band/wire.js';
import { figure, length } from '../progress.js';
import { Carriers } from './carriers.js';
import { Herd, type HerdMessage } from './herd.js';
import type { LoadReport, LoadSettings } from './load-settings.js';
import { Measurements } from './measurement.js';
import { mixed } from './mixed.js';
import { SentFile } from './sent-file.js';

const TICK_MS = 5;
/** Records made before connections are heard again. */
const SLICE = 2_000;
/** Messages between the first and the second time one is sent, when it comes late. */
const LATER = 500;
const EMPTY: ReadonlySet<number> = new Set();

/** Drives a herd in real time over its connections. One timer for all. */
export class Load {
  readonly #start = Date.now();
  readonly #herd: Herd;
  readonly #measurements: Measurements;
  readonly #sent: SentFile;
  readonly #carriers: Carriers;
  readonly #topics: readonly string[];
  /** By connection: who has something to send and found no room. */
  readonly #waiting: Set<number>[];
  readonly #later: { readonly device: number; readonly payload: string }[] = [];
  readonly #tally = { messages: 0, duplicates: 0, acks: 0, resends: 0 };
  #refusal: string | undefined;
  #live: { readonly from: number; readonly cpu: NodeJS.CpuUsage } | undefined;
  #made = 0;
  #late = 0;
  #swept = 0;
  #lost = 0;
  #dice = 0;
  #awake = false;

  constructor(private readonly settings: LoadSettings) {
    const { ids, rate } = settings;
    this.#measurements = new Measurements(settings.straps);
    this.#sent = new SentFile(settings.sent, ids, this.#measurements);
    const herd = { devices: ids.length, boot: Math.floor(this.#start / 1_000), interval: (ids.length * 1_000) / rate };
    this.#herd = new Herd({ ...settings, ...herd }, this.#sent);
    this.#topics = ids.map(upTopic);
    this.#carriers = new Carriers(settings, {
      free: (carrier, cameUp) => this.#free(carrier, cameUp),
      down: (device, payload) => this.#hear(device, payload),
      refused: (why) => (this.#refusal = why),
    });
    this.#waiting = this.#carriers.all.map(() => new Set<number>());
  }

  /** Resolves when everything is sent and acknowledged, or the patience is at its end. */
  async run(): Promise<LoadReport> {
    const { settings } = this;
    const { seconds, signal, wait } = settings;
    if (settings.history > 0) this.#each((device) => this.#herd.observe(device, this.#start, settings.history));
    await this.#until(() => this.#carriers.tally.up === this.#carriers.all.length, Infinity);
    this.#live = { from: Date.now(), cpu: process.cpuUsage() };
    await this.#until(() => Date.now() >= this.#liveFrom + seconds * 1_000 && this.#make() === 'done', Infinity);
    const report = this.#measure();
    this.#awake = true;
    for (const { device, payload } of this.#later.splice(0))
      this.#carriers.of(device).publish(this.#topic(device), payload);
    this.#each((device) => this.#pump(device));
    if (!signal.aborted) await this.#until(() => this.#isDone(), Date.now() + wait);
    if (settings.hears) this.#each((device) => this.#herd.tell(device));
    settings.progress.say(this.#state());
    const counts = this.#counts();
    await this.#sent.close();
    await Promise.race([this.#carriers.close(), pause(2_000)]);
    return { ...report, ...counts };
  }

  get #liveFrom(): number {
    return this.#live?.from ?? Infinity;
  }

  async #until(isOver: () => boolean, limit: number): Promise<void> {
    const { signal, progress } = this.settings;
    while (!isOver() && Date.now() < limit && !signal.aborted) {
      const now = Date.now();
      this.#carriers.look(now);
      const turn = this.#awake ? 'done' : this.#make();
      this.#sweep(now);
      this.#carriers.flush();
      progress.show(() => this.#state());
      if (turn === 'behind') await breath();
      else await pause(TICK_MS);
    }
  }

  /** Makes the records that are due, each wristband in its turn. */
  #make(): 'done' | 'behind' {
    const { rate, usual, seconds, ids } = this.settings;
    if (this.#live === undefined) return 'done';
    const passed = Math.min(Date.now() - this.#liveFrom, seconds * 1_000);
    const due = Math.floor((passed * rate) / 1_000 / usual);
    const end = Math.min(due, this.#made + SLICE);
    for (; this.#made < end; this.#made++) {
      const at = this.#liveFrom + (this.#made * 1_000 * usual) / rate;
      const device = this.#made % ids.length;
      this.#loseMemories(at - this.#liveFrom);
      this.#herd.observe(device, at, usual);
      this.#pump(device);
    }
    this.#late = Math.max(0, Date.now() - (this.#liveFrom + (this.#made * 1_000 * usual) / rate));
    return this.#made < due ? 'behind' : 'done';
  }

  #loseMemories(passed: number): void {
    const { memoryLosses, ids } = this.settings;
    while (this.#lost < (passed * memoryLosses) / 60_000) {
      this.#lost++;
      const device = Math.floor(this.#chance() * ids.length);
      if (!this.#isAway(device)) this.#herd.lose(device);
    }
  }

  #chance = (): number => mixed(this.#dice++, 4);

  /** Where the sky does not reach: decided anew for each stretch of time. */
  #isAway(device: number): boolean {
    const { backlog, deadZone } = this.settings;
    if (backlog === 0 || this.#awake) return false;
    const stretch = Math.floor((Date.now() - this.#start) / deadZone + mixed(device, 5));
    return mixed(device, stretch, 6) < backlog;
  }

  #pump(device: number): void {
    if (this.#isAway(device)) return;
    const connection = this.#carriers.of(device);
    while (connection.isFree && this.#herd.hasMore(device)) {
      const message = this.#herd.take(device, Date.now());
      if (message === undefined) break;
      this.#send(device, this.#print(device, message));
    }
    if (this.settings.shared === undefined) connection.flush();
    if (this.#herd.hasMore(device)) this.#waiting[this.#carriers.numberOf(device)]?.add(device);
  }

  #print(device: number, { boot, seqs, gone }: HerdMessage): string {
    if (gone !== undefined) return gone;
    return printBatch(
      boot,
      seqs.map((seq) => this.#measurements.record(device, boot, seq, this.#herd.at(device, seq))),
    );
  }

  #topic = (device: number): string => this.#topics[device] ?? '';

  #send(device: number, payload: string): void {
    this.#tally.messages++;
    this.#carriers.of(device).publish(this.#topic(device), payload);
    const { duplicates } = this.settings;
    if (duplicates === 0) return;
    const luck = this.#chance();
    if (luck < duplicates / 2) this.#repeat(device, payload);
    else if (luck < duplicates) this.#later.push({ device, payload });
    if (this.#later.length < LATER * duplicates) return;
    const old = this.#later.shift();
    if (old !== undefined) this.#repeat(old.device, old.payload);
  }

  #repeat(device: number, payload: string): void {
    this.#tally.duplicates++;
    this.#carriers.of(device).publish(this.#topic(device), payload);
  }

  #free(carrier: number, cameUp: boolean): void {
    if (cameUp)
      for (let device = carrier; device < this.settings.ids.length; device += this.#carriers.all.length)
        if (this.#herd.hasMore(device)) this.#waiting[carrier]?.add(device);
    for (const device of this.#waiting[carrier] ?? EMPTY) {
      if (this.#carriers.all[carrier]?.isFree !== true) return;
      this.#waiting[carrier]?.delete(device);
      this.#pump(device);
    }
  }

  #hear(device: number, payload: string): void {
    const message = readDown(payload);
    if (message?.kind === 'ack') {
      this.#tally.acks++;
      this.#herd.ack(device, message.ack, message.boot, Date.now());
    } else if (message?.kind === 'resend') {
      this.#tally.resends++;
      this.#herd.resend(device, message.ranges, message.boot);
      this.#pump(device);
    }
  }

  /** A part of the herd each time, all of it in a second. */
  #sweep(now: number): void {
    const { ids, hears } = this.settings;
    if (!hears) return;
    for (let count = Math.ceil(ids.length / 200); count > 0; count--) {
      const device = this.#swept++ % ids.length;
      if (this.#herd.loseCourage(device, now)) this.#pump(device);
    }
  }

  #isDone(): boolean {
    const { ids, hears } = this.settings;
    if (this.#carriers.all.some(({ underWay }) => underWay > 0)) return false;
    return ids.every((_, device) => !this.#herd.hasMore(device) && (!hears || this.#herd.unacknowledged(device) === 0));
  }

  #each(act: (device: number) => void): void {
    for (let device = 0; device < this.settings.ids.length; device++) act(device);
  }

  #measure() {
    const seconds = Math.max(0.001, (Date.now() - this.#liveFrom) / 1_000);
    const { user, system } = process.cpuUsage(this.#live?.cpu);
    return {
      seconds: Math.round(seconds * 10) / 10,
      records_per_s: Math.round(this.#sent.records / seconds),
      late_ms: Math.round(this.#late),
      cpu_cores: Math.round((user + system) / seconds / 1e4) / 100,
    };
  }

  #counts() {
    const { resent, gone, lives, wrongAcks } = this.#herd.tally;
    let unacknowledged = 0;
    if (this.settings.hears) this.#each((device) => (unacknowledged += this.#herd.unacknowledged(device)));
    return {
      devices: this.settings.ids.length,
      records: this.#sent.records,
      taken: this.#carriers.tally.taken,
      connections_lost: this.#carriers.tally.losses,
      ...this.#tally,
      resent,
      gone,
      lives,
      wrong_acks: wrongAcks,
      unacknowledged,
      rss_mb: Math.round(process.memoryUsage.rss() / 1e6),
    };
  }

  #state(): string {
    const { records, taken, connections_lost: lost, unacknowledged, resent } = this.#counts();
    return [
      `${length(Date.now() - this.#start)}: ${figure(this.#carriers.tally.up)} connections`,
      `${figure(records)} records`,
      `${figure(taken)} messages taken by the broker`,
      `${figure(unacknowledged)} records not yet acknowledged`,
      `${figure(resent)} sent again`,
      `${figure(this.#late)} ms late`,
      ...(lost > 0 ? [`${figure(lost)} connections lost`] : []),
      ...(this.#refusal === undefined ? [] : [`last refusal: ${this.#refusal}`]),
    ].join(' · ');
  }
}
