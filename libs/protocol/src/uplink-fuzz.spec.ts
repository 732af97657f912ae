import { describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { hostileMessages } from '#libs/testkit';
import { parseUplink } from './uplink.js';
import type { UplinkRecord } from './uplink-record.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const NOW = instant(Date.UTC(2026, 0, 1, 12));

describe(`parseUplink under hostile messages (SEED=${SEED})`, () => {
  it('never throws, says something of each, and lets nothing through that no column can hold', () => {
    const faults = [...hostileMessages(['WB-0001'], { seed: SEED, count: 10_000, now: NOW })].flatMap((message) => {
      const { records, rejections } = parseUplink(message.topic, message.payload, NOW);
      const silent = records.length + rejections.length === 0 && !isEmpty(message.payload);
      return silent || !records.every(isSound) ? [message] : [];
    });
    expect(faults).toEqual([]);
  }, 60_000);
});

function isSound(record: UplinkRecord): boolean {
  const numbers = Object.values(record).filter((value): value is number => typeof value === 'number');
  const words = [record.kind, record.source ?? 'none'];
  return numbers.every(Number.isFinite) && words.every((word) => !/[\p{Cc}\p{Cs}]/u.test(word));
}

/** A message without records is whole when its list is there: `rec` and `gone` are named in it. */
const isEmpty = (payload: Buffer): boolean => /rec|gone/.test(payload.toString('latin1'));
