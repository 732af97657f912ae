import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PacketGate } from './packet-gate.js';

const LIMIT = 1_000;

/** A packet of a type that does not matter, with its length as MQTT writes it. */
function packet(length: number): Uint8Array {
  const digits: number[] = [];
  for (let left = length; digits.length === 0 || left > 0; left = Math.floor(left / 128)) digits.push(left % 128);
  const header = digits.map((digit, index) => (index < digits.length - 1 ? digit | 128 : digit));
  return Uint8Array.from([0x30, ...header, ...new Array<number>(Math.min(length, 5_000)).fill(0xff)]);
}
const stream = (lengths: readonly number[]): Uint8Array =>
  Uint8Array.from(lengths.flatMap((length) => [...packet(length)]));

/** What the gate says when the bytes come in pieces of these sizes. */
function pass(bytes: Uint8Array, pieces: readonly number[]): number | undefined {
  const gate = new PacketGate();
  for (let at = 0, piece = 0; at < bytes.length; piece++) {
    const size = pieces[piece % pieces.length] ?? bytes.length;
    const found = gate.tooLong(bytes.subarray(at, at + size), LIMIT);
    if (found !== undefined) return found;
    at += size;
  }
  return undefined;
}

describe('PacketGate', () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });

  it('lets packets within the limit pass, however the bytes come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(LIMIT), { maxLength: 20 }), pieces, (lengths, sizes) => {
        expect(pass(stream(lengths), sizes)).toBeUndefined();
      }),
    );
  });

  it('finds the first one over it by its header', () => {
    const over = fc.integer({ min: LIMIT + 1, max: 268_435_455 });
    fc.assert(
      fc.property(fc.array(fc.nat(LIMIT), { maxLength: 10 }), over, pieces, (lengths, long, sizes) => {
        expect(pass(stream([...lengths, long]), sizes)).toBe(long);
      }),
    );
  });

  it('knows it before any of the packet is there', () => {
    expect(new PacketGate().tooLong(packet(5_000_000).subarray(0, 5), LIMIT)).toBe(5_000_000);
  });

  it('is not led astray by a length that never ends', () => {
    expect(new PacketGate().tooLong(Uint8Array.from([0x30, 255, 255, 255, 255, 255]), LIMIT)).toBeGreaterThan(LIMIT);
  });
});
