import { instant, minutes, type Instant, type Millis } from '#libs/kernel';

/** No wristband of ours was made before: a clock that says so has lost its time. */
export const EARLIEST = instant(Date.UTC(2020, 0, 1));
/** How far a device's clock may run ahead of the receipt of its record. */
const AHEAD = minutes(5);

/** Device time minus receipt when the clock cannot be right; null when it is believed. Late is not wrong: backlogs are. */
export function clockOffset(at: Instant, receivedAt: Instant): Millis | null {
  return at < EARLIEST || at > receivedAt + AHEAD ? ((at - receivedAt) as Millis) : null;
}

/** The time by which a record is judged: its own, or its receipt when its clock is not believed. */
export function judgedAt(record: {
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly clockOffset: Millis | null;
}): Instant {
  return record.clockOffset === null ? record.at : record.receivedAt;
}

/** Years 1 to 9999: what every part of the platform can store. */
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;

/** Milliseconds since the epoch, fractions cut off; null for what is not a time. */
export function readInstant(value: unknown): Instant | null {
  if (typeof value !== 'number' || !(value >= FIRST_MS && value <= LAST_MS)) return null;
  return instant(Math.trunc(value));
}
