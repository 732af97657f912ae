import { before, days, minutes, seconds, since, type Instant, type Millis } from '#libs/kernel';
import { EARLIEST } from './uplink-clock.js';
import type { UplinkRecord } from './uplink-record.js';

/** What is known of a device's clock between two batches. Plain JSON. */
export interface DeviceClock {
  /** The newest record, by number, whose time was believed. */
  readonly believed: { readonly seq: number; readonly at: Instant } | null;
  /** Of the newest record of all, while the clock is wrong; `offset` is device time minus true time, as it was measured. */
  readonly wrong: { readonly offset: Millis; readonly boot: number; readonly at: Instant } | null;
  /** Messages that came late one after the other. */
  readonly late: Lateness | null;
}

interface Lateness {
  readonly since: Instant;
  readonly messages: number;
  /** Device time minus receipt of the newest record: of the first message, and of the last one. */
  readonly first: Millis;
  readonly last: Millis;
  readonly receivedAt: Instant;
}

export const unknownClock: DeviceClock = { believed: null, wrong: null, late: null };

/** A time in which a clock was wrong by the same offset, which is measured better with every record: they share it. */
export interface WrongTime {
  offset: Millis;
  readonly boot: number;
}

/** How far device time may lie off receipt, or before that of an earlier number, without being wrong. */
const TOLERANCE = minutes(5);
/** A clock that is behind runs at the pace of receipt; what catches up does not. So long, so often, and so evenly. */
const EVEN_FOR = minutes(15);
const EVEN_MESSAGES = 4;
const EVEN = seconds(30);
/** Nobody is late by more than this and then not: it is another offset. */
const ANOTHER = days(30);

/**
 * Tells a wrong clock from late records. It is shown the records in the order of their numbers, in which the device made
 * them. A backlog is late, and its times go on with its numbers. A clock is wrong
 * - that is before 2020 or more than five minutes ahead of receipt (`clockOffset` says so before this is asked),
 * - whose times go back while the numbers go on, or
 * - that stays behind receipt by the same time, message after message, with nothing caught up.
 * It is right again with the first record that is received when it was made, or when it makes up at once for what it
 * lacked. Being late only ever makes device time minus receipt smaller: the greatest one measures the offset best.
 */
export class ClockJudge {
  #clock: DeviceClock;
  #wrong: WrongTime | undefined;

  constructor(known: DeviceClock) {
    this.#clock = known;
    if (known.wrong !== null) this.#wrong = { offset: known.wrong.offset, boot: known.wrong.boot };
  }

  get clock(): DeviceClock {
    const { believed, wrong, late } = this.#clock;
    return { believed, wrong: wrong && { ...wrong, ...this.#wrong }, late };
  }

  /** Undefined when the time of the record is believed. */
  judge(record: UplinkRecord): WrongTime | undefined {
    const { seq, at, receivedAt, boot, clockOffset: impossible } = record;
    const { believed } = this.#clock;
    const isNewest = believed === null || seq > believed.seq;
    const lag = since(receivedAt, at);
    if (impossible !== null) return isNewest ? this.#notBelieve(record, lag) : { offset: lag, boot };
    if (lag + TOLERANCE >= 0) return isNewest ? this.#believe(record, null) : undefined;
    if (!isNewest) return aheadOf(believed.at, record);
    return this.#isWrong(record, lag)
      ? this.#notBelieve(record, lag)
      : this.#believe(record, this.#latenessWith(record));
  }

  #isWrong(record: UplinkRecord, lag: Millis): boolean {
    const { believed, wrong } = this.#clock;
    if (believed !== null && record.at < before(believed.at, TOLERANCE)) return true;
    if (this.#isEvenlyLate(record, lag)) return true;
    // From a time that could not be to one that can: it was set.
    if (wrong === null || wrong.offset > 0 || wrong.at < EARLIEST) return false;
    return since(wrong.at, record.at) + EVEN + wrong.offset < 0;
  }

  #isEvenlyLate({ receivedAt }: UplinkRecord, lag: Millis): boolean {
    const { late } = this.#clock;
    if (late === null || !isEven(late.last, late.first) || !isEven(lag, late.first)) return false;
    return since(late.since, receivedAt) >= EVEN_FOR && late.messages >= EVEN_MESSAGES;
  }

  #notBelieve(record: UplinkRecord, lag: Millis): WrongTime {
    const wrong = this.#wrongTimeOf(record, lag);
    wrong.offset = Math.max(wrong.offset, lag) as Millis;
    this.#wrong = wrong;
    const late = record.clockOffset === null ? this.#latenessWith(record) : null;
    this.#clock = { believed: this.#clock.believed, wrong: { ...wrong, at: record.at }, late };
    return wrong;
  }

  /** The one that goes on, or another one: the clock was set again, or has drifted on. */
  #wrongTimeOf(record: UplinkRecord, lag: Millis): WrongTime {
    const { at, boot } = record;
    const [known, last] = [this.#wrong, this.#clock.wrong];
    const another: WrongTime = { offset: lag, boot };
    if (known?.boot !== boot || last === null || since(last.at, at) + TOLERANCE <= 0) return another;
    if (Math.abs(known.offset - lag) >= ANOTHER) return another;
    return this.#isEvenlyLate(record, lag) && !isEven(lag, known.offset) ? another : known;
  }

  #believe({ seq, at }: UplinkRecord, late: Lateness | null): undefined {
    this.#wrong = undefined;
    this.#clock = { believed: { seq, at }, wrong: null, late };
  }

  #latenessWith({ at, receivedAt }: UplinkRecord): Lateness {
    const lag = since(receivedAt, at);
    const { late } = this.#clock;
    if (late === null) return { since: receivedAt, messages: 1, first: lag, last: lag, receivedAt };
    // Another record of the same message: its newest counts.
    if (receivedAt === late.receivedAt) return { ...late, last: lag, first: late.messages === 1 ? lag : late.first };
    const more = { ...late, messages: late.messages + 1, last: lag, receivedAt };
    // The message before this one broke the row: it begins anew there.
    return isEven(late.last, late.first) ? more : { ...more, since: late.receivedAt, messages: 2, first: late.last };
  }
}

/** It came after a record with a higher number, and cannot be from a later time. */
function aheadOf(newest: Instant, { at, boot }: UplinkRecord): WrongTime | undefined {
  const offset = since(newest, at);
  return offset > TOLERANCE ? { offset, boot } : undefined;
}

const isEven = (one: Millis, other: Millis): boolean => Math.abs(one - other) <= EVEN;
