import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Measurements } from './measurement.js';

/** From the wire, by the rule that the comparison has in SQL. */
function said(wire: string): string {
  const r = JSON.parse(wire) as Record<string, number | string>;
  const scaled = (key: string, by: number): number[] => (key in r ? [Math.round(Number(r[key]) * by)] : []);
  const parts = [scaled('lat', 1e6), scaled('lon', 1e6), scaled('acc', 10), scaled('spd', 10), scaled('hdg', 1)];
  const rest = ['alt', 'sat', 'bat', 'rssi', 'hr'].map((key) => scaled(key, 1));
  return [r['k'], ...parts.flat(), ...rest.flat()].join('|');
}

describe('a measurement', () => {
  const some = new Measurements(0.5);

  it('says on the wire what the truth says', () => {
    const seq = fc.integer({ min: 1, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(2 ** 31 - 1), seq, (device, boot, number) => {
        const wire = some.record(device, boot, number, 1_767_225_600_000);
        expect(said(wire)).toBe(some.said(device, boot, number));
        expect(JSON.parse(wire)).toMatchObject({ seq: number, t: 1_767_225_600_000, worn: true });
      }),
    );
  });

  it('differs from wristband to wristband and from record to record', () => {
    const many = Array.from({ length: 2_000 }, (_, index) =>
      new Measurements().said(index % 20, 7, Math.floor(index / 20)),
    );
    expect(new Set(many).size).toBeGreaterThan(1_900);
    expect(new Set(many.map((one) => one.split('|')[0]))).toEqual(new Set(['fix', 'nofix', 'heart_rate']));
  });

  it('is of a strap that is opened and closed again, for the share of wristbands that is asked for', () => {
    const straps = (device: number): number[] =>
      Array.from({ length: 100 }, (_, seq) => seq).filter((seq) => some.said(device, 7, seq).startsWith('strap_'));
    const devices = Array.from({ length: 200 }, (_, device) => straps(device));
    const opened = devices.filter(({ length }) => length > 0);
    expect(opened.length / devices.length).toBeCloseTo(0.5, 0);
    expect(new Set(opened.map(String))).toEqual(new Set(['20,30,60,70']));
    expect(some.said(devices.indexOf(opened[0] ?? []), 7, 20)).toMatch(/^strap_open\|/);
  });
});
