import type { Instant, Millis } from '#libs/kernel';
import { unknownClock, type DeviceClock } from '#libs/protocol';

/** What is known of a clock as ten numbers: see migration 0013. */
export function clockText({ believed, wrong, late }: DeviceClock): string {
  const numbers = [
    ...[believed?.seq, believed?.at],
    ...[wrong?.offset, wrong?.boot, wrong?.at],
    ...[late?.since, late?.messages, late?.first, late?.last, late?.receivedAt],
  ];
  return `{${numbers.map((number) => number ?? 'NULL').join(',')}}`;
}

export function readClock(text: string | null): DeviceClock {
  if (text === null) return unknownClock;
  const numbers = text.slice(1, -1).split(',').map(Number);
  const [seq, at, offset, boot, wrongAt, since, messages, first, last, receivedAt] = numbers as Numbers;
  return {
    believed: Number.isNaN(seq) ? null : { seq, at },
    wrong: Number.isNaN(offset) ? null : { offset, boot, at: wrongAt },
    late: Number.isNaN(since) ? null : { since, messages, first, last, receivedAt },
  };
}

/** NaN where there is none. */
type Numbers = [
  ...[seq: number, at: Instant],
  ...[offset: Millis, boot: number, wrongAt: Instant],
  ...[since: Instant, messages: number, first: Millis, last: Millis, receivedAt: Instant],
];
