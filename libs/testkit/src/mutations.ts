import fc from 'fast-check';

/** One change of a payload, small or not; `at` is a place in it between 0 and 1. */
export interface Mutation {
  readonly is: 'flip' | 'cut' | 'insert' | 'repeat' | 'truncate' | 'token';
  readonly at: number;
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly token: string;
}

/** What stands in JSON where a number or a text should. */
const tokens = fc.constantFrom(
  ...['1e400', '-1e400', '-0', 'NaN', '01', '0x1f', '1e-400', '99999999999999999999', '-', '1E+', 'Infinity'],
  ...[
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\x"',
    '"\0"',
    '{"__proto__":{"lat":1}}',
    '[[[[]]]]',
    'undefined',
  ],
  ...['253402300800000', '-62135596800001', '9223372036854775808', '1.7976931348623157e308', '[', '}', ',', ''],
);

export const mutations: fc.Arbitrary<Mutation> = fc.record({
  is: fc.constantFrom('flip', 'cut', 'insert', 'repeat', 'truncate', 'token', 'token'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 40 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  token: tokens,
});

/** Puts a token in the place of one that is there. */
export function mutatedText(text: string, { is, at, token }: Mutation): string {
  const values = [...text.matchAll(/-?\d[\d.eE+-]*|"[^"]*"(?!:)|true|false|null/g)];
  const value = is === 'token' ? values[Math.floor(at * (values.length - 1))] : undefined;
  if (value === undefined) return text;
  return text.slice(0, value.index) + token + text.slice(value.index + value[0].length);
}

export function mutatedBytes(payload: Buffer, { is, at, length, bytes }: Mutation): Buffer {
  const place = Math.floor(at * payload.length);
  const head = payload.subarray(0, place);
  switch (is) {
    case 'flip':
      return Buffer.concat([
        head,
        payload.subarray(place, place + 1).map((byte) => byte ^ (1 << (length % 8))),
        payload.subarray(place + 1),
      ]);
    case 'cut':
      return Buffer.concat([head, payload.subarray(place + length)]);
    case 'insert':
      return Buffer.concat([head, bytes, payload.subarray(place)]);
    case 'repeat':
      return Buffer.concat([head, payload.subarray(place, place + length), payload.subarray(place)]);
    case 'truncate':
      return Buffer.from(head);
    case 'token':
      return payload;
  }
}
