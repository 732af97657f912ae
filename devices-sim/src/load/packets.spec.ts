import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PacketReader, publishPacket, pubackPacket } from './packets.js';

function read(pieces: readonly Buffer[]): unknown[] {
  const heard: unknown[] = [];
  const reader = new PacketReader({
    connack: (code) => heard.push(['connack', code]),
    puback: (id) => heard.push(['puback', id]),
    publish: (topic, payload, id) => heard.push(['publish', topic, payload, id]),
  });
  for (const piece of pieces) reader.read(piece);
  return heard;
}

describe('packets', () => {
  const message = fc.record({
    id: fc.integer({ min: 1, max: 65_535 }),
    topic: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }),
    payload: fc.string({ maxLength: 20_000, unit: 'grapheme-ascii' }),
  });

  it('are read as they were written, in whatever pieces they come', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), fc.integer({ min: 1, max: 5_000 }), (messages, size) => {
        const stream = Buffer.concat(
          messages.flatMap(({ id, topic, payload }) => [publishPacket(id, topic, payload), pubackPacket(id)]),
        );
        const pieces: Buffer[] = [];
        for (let at = 0; at < stream.length; at += size) pieces.push(stream.subarray(at, at + size));
        expect(read(pieces)).toEqual(
          messages.flatMap(({ id, topic, payload }) => [
            ['publish', topic, payload, id],
            ['puback', id],
          ]),
        );
      }),
    );
  });

  it('tell of a welcome and of a refusal', () => {
    expect(read([Buffer.from([0x20, 2, 0, 0, 0x20, 2]), Buffer.from([0, 5])])).toEqual([
      ['connack', 0],
      ['connack', 5],
    ]);
  });
});
