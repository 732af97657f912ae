import type { SeqRange } from '../band/wire.js';
import { printGone } from '../band/wire.js';
import { mixed } from './mixed.js';
import { Scatter } from './scatter.js';

export interface HerdSettings {
  readonly devices: number;
  /** Number of the first start, of all of them. */
  readonly boot: number;
  /** Milliseconds between two records of one wristband. */
  readonly interval: number;
  /** At most so many records in one message. */
  readonly batch: number;
  /** More than this many unsent records are a backlog, and go out of order when `scattered`. */
  readonly usual: number;
  readonly scattered: boolean;
  /** Share of the records that are not sent when it is their turn. */
  readonly holes: number;
  /** Share of those that are gone for good. */
  readonly gone: number;
  /** Records that a wristband can keep. */
  readonly capacity: number;
  /** Milliseconds without an acknowledgement after which everything is sent again; it grows to eight times this. */
  readonly patience: number;
}

/** What is told of a herd while it runs: the truth that the platform's tables are compared with. */
export interface Witness {
  /** Sent for the first time, or said by the platform to be stored although it never was sent. */
  record(device: number, boot: number, seq: number, at: number): void;
  /** These went out of a memory, or the run ended, before the platform had said that they are stored. */
  unacknowledged(device: number, boot: number, range: SeqRange): void;
}

export interface HerdMessage {
  readonly boot: number;
  /** Empty when the message says what is gone. */
  readonly seqs: readonly number[];
  /** For a message about what is gone. */
  readonly gone?: string;
}

/** A life that is shorter cannot be told from one that goes on: the platform sees a number that it has not seen before. */
const LEAST_LIFE = 30;
/** Ranges in one message about what is gone. */
const LARGEST_ANSWER = 500;
/** Different luck for different questions about the same record. */
const [HOLES, GONE] = [7, 8];

/**
 * The memories of many wristbands, without clock or network. A record follows from its number, so nothing of it is kept
 * but how far each has come: what was observed, what is sent, what is acknowledged.
 */
export class Herd {
  readonly boots: Int32Array;
  /** Device time of number 0. */
  readonly #base: Float64Array;
  readonly #observed: Int32Array;
  /** The first number that was never its turn. */
  readonly #next: Int32Array;
  /** The highest number that was ever sent: what the platform can know of. */
  readonly #top: Int32Array;
  readonly #acked: Int32Array;
  /** Since when something sent has gone without an acknowledgement; 0 when nothing has. */
  readonly #waiting: Float64Array;
  readonly #patience: Float64Array;
  readonly #asked = new Map<number, SeqRange[]>();
  readonly #goneAnswers = new Map<number, { readonly boot: number; readonly ranges: SeqRange[] }>();
  readonly #backlogs = new Map<number, Scatter>();
  /** Holes that the platform was told of or given after all, until they are acknowledged. */
  readonly #settled = new Set<number>();
  readonly tally = { resent: 0, gone: 0, lives: 0, wrongAcks: 0 };

  constructor(
    private readonly settings: HerdSettings,
    private readonly witness: Witness,
  ) {
    const { devices, boot, patience } = settings;
    this.boots = new Int32Array(devices).fill(boot);
    this.#base = new Float64Array(devices);
    this.#observed = new Int32Array(devices);
    this.#next = new Int32Array(devices).fill(1);
    this.#top = new Int32Array(devices);
    this.#acked = new Int32Array(devices);
    this.#waiting = new Float64Array(devices);
    this.#patience = new Float64Array(devices).fill(patience);
  }

  /** The time that the wristband gives a record. */
  at = (device: number, seq: number): number => Math.round(of(this.#base, device) + seq * this.settings.interval);

  /** `count` records up to the present one, which is made at `now`. */
  observe(device: number, now: number, count = 1): void {
    const observed = of(this.#observed, device);
    if (observed === 0) this.#base[device] = now - count * this.settings.interval;
    this.#observed[device] = observed + count;
  }

  /** Records that the platform can know of and has not acknowledged. */
  unacknowledged = (device: number): number => Math.max(0, of(this.#top, device) - of(this.#acked, device));

  hasMore(device: number): boolean {
    return (
      of(this.#next, device) <= of(this.#observed, device) ||
      this.#asked.has(device) ||
      this.#goneAnswers.has(device) ||
      this.#backlogs.has(device)
    );
  }

  /** The next message, if there is one. */
  take(device: number, now: number): HerdMessage | undefined {
    const boot = of(this.boots, device);
    const answer = this.#takeGone(device);
    if (answer !== undefined) return answer;
    const seqs = this.#takeAsked(device);
    if (seqs.length < this.settings.batch) this.#takeUnsent(device, seqs);
    const last = seqs.reduce((a, b) => (a > b ? a : b), 0);
    if (last === 0) return undefined;
    if (last > of(this.#top, device)) this.#top[device] = last;
    if (of(this.#waiting, device) === 0) this.#waiting[device] = now;
    return { boot, seqs };
  }

  /** Everything up to `upTo` may be forgotten. What is acknowledged without ever having been sent is told as a record: it is lost. */
  ack(device: number, upTo: number, boot: number, now: number): void {
    const before = of(this.#acked, device);
    if (boot !== of(this.boots, device) || upTo <= before) return;
    if (upTo > of(this.#top, device)) return void this.tally.wrongAcks++;
    for (let seq = before + 1; seq <= upTo; seq++) {
      if (!this.#isHole(device, seq) || this.#settled.delete(keyOf(device, seq))) continue;
      this.tally.wrongAcks++;
      this.witness.record(device, boot, seq, this.at(device, seq));
    }
    this.#acked[device] = upTo;
    this.#waiting[device] = this.unacknowledged(device) > 0 ? now : 0;
    this.#patience[device] = this.settings.patience;
  }

  /** What is still there is put in line again; of the rest, the answer says that it is gone. */
  resend(device: number, ranges: readonly SeqRange[], boot: number): void {
    const present = of(this.boots, device);
    if (boot > present) return;
    const mine = boot === present;
    const asked = mine ? ranges.map(([from, to]): SeqRange => [from, Math.min(to, of(this.#observed, device))]) : [];
    for (const range of asked) this.#ask(device, range);
    const gone = mine ? asked.flatMap((range) => this.#goneIn(device, range)) : ranges;
    if (gone.length === 0) return;
    const before = this.#goneAnswers.get(device);
    this.#goneAnswers.set(device, { boot, ranges: [...(before?.boot === boot ? before.ranges : []), ...gone] });
    if (mine) for (const range of gone) this.#giveUp(device, range);
  }

  /** Starts again with number 1. A life that has only begun goes on. */
  lose(device: number): boolean {
    if (of(this.#top, device) < LEAST_LIFE) return false;
    this.tell(device);
    for (let seq = of(this.#acked, device) + 1; seq <= of(this.#observed, device); seq++)
      this.#settled.delete(keyOf(device, seq));
    this.tally.lives++;
    this.boots[device] = of(this.boots, device) + 1;
    for (const column of [this.#observed, this.#top, this.#acked, this.#waiting]) column[device] = 0;
    this.#next[device] = 1;
    this.#patience[device] = this.settings.patience;
    for (const line of [this.#asked, this.#goneAnswers, this.#backlogs]) line.delete(device);
    return true;
  }

  /** A tail that was lost behind the broker leaves no hole that the platform could see: who waits too long sends again. */
  loseCourage(device: number, now: number): boolean {
    const [since, patience] = [of(this.#waiting, device), of(this.#patience, device)];
    if (since === 0 || now - since < patience || this.hasMore(device)) return false;
    this.#ask(device, [of(this.#acked, device) + 1, of(this.#top, device)]);
    this.#waiting[device] = now;
    this.#patience[device] = Math.min(patience * 2, this.settings.patience * 8);
    return true;
  }

  /** Says what goes now, or is left at the end, without an acknowledgement. */
  tell(device: number): void {
    const [acked, top] = [of(this.#acked, device), of(this.#top, device)];
    if (top > acked) this.witness.unacknowledged(device, of(this.boots, device), [acked + 1, top]);
  }

  #ask(device: number, [from, to]: SeqRange): void {
    if (from > to) return;
    const asked = this.#asked.get(device);
    if (asked === undefined) this.#asked.set(device, [[from, to]]);
    else if (!asked.some(([a, b]) => a <= from && to <= b)) asked.push([from, to]);
  }

  #takeGone(device: number): HerdMessage | undefined {
    const answer = this.#goneAnswers.get(device);
    if (answer === undefined) return undefined;
    const ranges = answer.ranges.splice(0, LARGEST_ANSWER);
    if (answer.ranges.length === 0) this.#goneAnswers.delete(device);
    this.tally.gone += ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    return { boot: answer.boot, seqs: [], gone: printGone(answer.boot, ranges) };
  }

  /** Not while a backlog is on its way: what is asked for may be in it. */
  #takeAsked(device: number): number[] {
    const seqs: number[] = [];
    const asked = this.#backlogs.has(device) ? undefined : this.#asked.get(device);
    if (asked === undefined) return seqs;
    for (let range = asked.shift(); range !== undefined; range = asked.shift()) {
      let [seq] = range;
      for (; seq <= range[1] && seqs.length < this.settings.batch; seq++) this.#sendAgain(device, seq, seqs);
      if (seq > range[1]) continue;
      asked.unshift([seq, range[1]]);
      break;
    }
    if (asked.length === 0) this.#asked.delete(device);
    return seqs;
  }

  #sendAgain(device: number, seq: number, seqs: number[]): void {
    if (seq >= of(this.#next, device) || this.#isGone(device, seq)) return;
    if (this.#isHole(device, seq)) this.#fill(device, seq);
    this.tally.resent++;
    seqs.push(seq);
  }

  #takeUnsent(device: number, seqs: number[]): void {
    const { batch, usual, scattered } = this.settings;
    const [next, observed] = [of(this.#next, device), of(this.#observed, device)];
    const oldest = this.#oldest(device);
    if (scattered && observed - next >= usual && !this.#backlogs.has(device)) {
      this.#backlogs.set(device, new Scatter([Math.max(next, oldest), observed], mixed(device, next)));
      this.#next[device] = observed + 1;
    }
    const backlog = this.#backlogs.get(device);
    for (let seq = backlog?.next(); seq !== undefined; seq = seqs.length < batch ? backlog?.next() : undefined)
      this.#send(device, seq, seqs);
    if (backlog !== undefined && backlog.left === 0) this.#backlogs.delete(device);
    if (backlog !== undefined) return;
    let seq = Math.max(next, oldest);
    for (; seq <= observed && seqs.length < batch; seq++) this.#send(device, seq, seqs);
    this.#next[device] = seq;
  }

  #send(device: number, seq: number, seqs: number[]): void {
    if (this.#isHole(device, seq)) return;
    const boot = of(this.boots, device);
    this.witness.record(device, boot, seq, this.at(device, seq));
    // The platform has said that it is stored: it is forgotten, and the truth will tell.
    if (seq > of(this.#acked, device)) seqs.push(seq);
  }

  /** A hole is sent after all. */
  #fill(device: number, seq: number): void {
    const key = keyOf(device, seq);
    if (this.#settled.has(key)) return;
    this.#settled.add(key);
    this.witness.record(device, of(this.boots, device), seq, this.at(device, seq));
  }

  /** Said to be gone: a hole that never was sent, or what the memory had no room for. */
  #giveUp(device: number, [from, to]: SeqRange): void {
    for (let seq = Math.max(from, of(this.#acked, device) + 1); seq <= to; seq++) {
      if (this.#isHole(device, seq)) this.#settled.add(keyOf(device, seq));
      else this.witness.unacknowledged(device, of(this.boots, device), [seq, seq]);
    }
  }

  /** The oldest number that is still in memory. */
  #oldest = (device: number): number =>
    Math.max(of(this.#acked, device), of(this.#observed, device) - this.settings.capacity) + 1;

  #isHole = (device: number, seq: number): boolean =>
    this.settings.holes > 0 && mixed(device + HOLES, of(this.boots, device), seq) < this.settings.holes;

  #isGone = (device: number, seq: number): boolean =>
    seq < this.#oldest(device) ||
    (this.#isHole(device, seq) && mixed(device + GONE, of(this.boots, device), seq) < this.settings.gone);

  #goneIn(device: number, [from, to]: SeqRange): SeqRange[] {
    const gone: [number, number][] = [];
    for (let seq = from; seq <= to; seq++) {
      if (!this.#isGone(device, seq)) continue;
      const last = gone.at(-1);
      if (last !== undefined && last[1] === seq - 1) last[1] = seq;
      else gone.push([seq, seq]);
    }
    return gone;
  }
}

const of = (column: Int32Array | Float64Array, device: number): number => column[device] ?? 0;
const keyOf = (device: number, seq: number): number => device * 2 ** 32 + seq;
