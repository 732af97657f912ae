import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printRecord, printSaid } from './measurement.js';

/** From the wire, by the rule that the comparison has in SQL. */
function said(wire: string): string {
  const r = JSON.parse(wire) as Record<string, number | string>;
  const scaled = (key: string, by: number): number[] => (key in r ? [Math.round(Number(r[key]) * by)] : []);
  const parts = [scaled('lat', 1e6), scaled('lon', 1e6), scaled('acc', 10), scaled('spd', 10), scaled('hdg', 1)];
  const rest = ['alt', 'sat', 'bat', 'rssi', 'hr'].map((key) => scaled(key, 1));
  return [r['k'], ...parts.flat(), ...rest.flat()].join('|');
}

describe('a measurement', () => {
  it('says on the wire what the truth says', () => {
    const seq = fc.integer({ min: 1, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(2 ** 31 - 1), seq, (device, boot, number) => {
        const wire = printRecord(device, boot, number, 1_767_225_600_000);
        expect(said(wire)).toBe(printSaid(device, boot, number));
        expect(JSON.parse(wire)).toMatchObject({ seq: number, t: 1_767_225_600_000, worn: true });
      }),
    );
  });

  it('differs from wristband to wristband and from record to record', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => printSaid(index % 20, 7, Math.floor(index / 20)));
    expect(new Set(many).size).toBeGreaterThan(1_900);
    expect(new Set(many.map((one) => one.split('|')[0]))).toEqual(new Set(['fix', 'nofix', 'heart_rate']));
  });
});
