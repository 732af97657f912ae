import { encode } from 'cborg';
import fc from 'fast-check';
import { mutatedBytes, mutatedText, type Mutation, mutations } from './mutations.js';

export interface HostileMessage {
  readonly topic: string;
  readonly payload: Buffer;
}

/** Values at the edges of what anything on the way can bear. */
const oddValues = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, false, '', 'a\0b', '\ud800', '\udc00x', '\u202e', '😀', 'x'.repeat(3_000), [], {}, [[]]],
    ...[-0, 0, -1, 1e308, -1e308, 5e-324, 1e-40, 1e21, 2 ** 31, 2 ** 53, -(2 ** 53), 2 ** 63, NaN, Infinity],
    ...[253_402_300_799_999, 253_402_300_800_000, -62_135_596_800_000, -62_135_596_800_001, 8.64e15, 0, 1e12],
    ...['1', 'null', '27.75', "'; drop table record; --", '{}', '\\', '"', '\\u0000', '\u2028'],
    { constructor: { prototype: { lat: 1 } } },
    Array.from({ length: 40 }).reduce<unknown>((inner) => ({ a: inner }), 1),
  ),
  fc.double(),
  fc.integer(),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
);
const oddKeys = fc.oneof(
  fc.constantFrom(
    ...['seq', 't', 'k', 'lat', 'lon', 'acc', 'src', 'spd', 'hdg', 'alt', 'sat', 'bat', 'rssi', 'worn', 'hr', 'crs'],
    ...['_type', 'tst', '__proto__', 'constructor', 'toString', 'length', '', 'a\0b', '\ud800', 'x'.repeat(200)],
  ),
  fc.string(),
);
const odd = fc.array(fc.tuple(oddKeys, oddValues), { maxLength: 3 });

const kinds = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('fix', 'nofix', 'strap_open', 'strap_closed', 'sos', 'heartbeat') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 70 }) },
);
/** Device time before now, in milliseconds. */
const ages = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 120_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -600_000, 3_600_000, 86_400_000 * 10, -86_400_000 * 3_650) },
);
const records = fc.array(
  fc.record({ kind: kinds, age: ages, odd: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, odd) }),
  { maxLength: 5 },
);
const ownTracksTypes = fc.constantFrom(
  ...['location', 'location', 'transition', 'waypoint', 'waypoints', 'lwt', 'card', 'steps', 'encrypted', '', 'x\0'],
);
const plans = fc.record({
  device: fc.nat(),
  form: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('json', 'cbor') },
    { weight: 3, arbitrary: fc.constant('owntracks') },
    { weight: 1, arbitrary: fc.constantFrom('link', 'raw', 'huge') },
  ),
  boot: fc.oneof({ weight: 20, arbitrary: fc.constant<unknown>(1) }, { weight: 1, arbitrary: oddValues }),
  records,
  odd: fc.oneof({ weight: 3, arbitrary: fc.constant<[string, unknown][]>([]) }, odd),
  type: ownTracksTypes,
  raw: fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
  ),
  mutations: fc.oneof(
    { weight: 1, arbitrary: fc.constant<Mutation[]>([]) },
    { weight: 1, arbitrary: fc.array(mutations, { minLength: 1, maxLength: 3 }) },
  ),
});
type Plan = typeof plans extends fc.Arbitrary<infer Value> ? Value : never;

const AT_ONCE = 500;

/** Messages that nobody should send, among some that are as they should be. The same ones for the same seed and time. */
export function* hostileMessages(
  devices: readonly string[],
  { seed, count, now }: { readonly seed: number; readonly count: number; readonly now: number },
): Generator<HostileMessage> {
  const seqs = new Map<string, number>();
  for (let made = 0; made < count; made += AT_ONCE) {
    const numRuns = Math.min(AT_ONCE, count - made);
    for (const plan of fc.sample(plans, { seed: seed + made, numRuns })) {
      const device = devices[plan.device % devices.length] ?? '';
      const message = messageOf(plan, device, now + made, () => {
        const seq = (seqs.get(device) ?? 0) + 1;
        seqs.set(device, seq);
        return seq;
      });
      yield { ...message, payload: plan.mutations.reduce<Buffer>(mutatedBytes, message.payload) };
    }
  }
}

function messageOf(plan: Plan, device: string, now: number, nextSeq: () => number): HostileMessage {
  const topic = `wristband/v1/${device}/up`;
  switch (plan.form) {
    case 'raw':
      return { topic, payload: Buffer.from(plan.raw) };
    case 'huge':
      return { topic, payload: hugeOf(plan) };
    case 'link':
      return { topic: `wristband/v1/${device}/link`, payload: textOf(withOdd({ online: true }, plan.odd), plan) };
    case 'owntracks': {
      const message = { _type: plan.type, tst: Math.floor(now / 1_000), lat: 27.75, lon: 106.93, acc: 12 };
      return { topic: `owntracks/u/${device}`, payload: textOf(withOdd(message, plan.odd), plan) };
    }
    case 'json':
    case 'cbor': {
      const rec = plan.records.map(({ kind, age, odd: more }) =>
        withOdd({ seq: nextSeq(), t: now - age, k: kind, lat: 27.75, lon: 106.93, acc: 8 }, more),
      );
      const message = withOdd({ boot: plan.boot, rec }, plan.odd);
      return { topic, payload: plan.form === 'cbor' ? cborOf(message) : textOf(message, plan) };
    }
  }
}

/** Own properties of whatever name: an assignment to __proto__ would not make one. */
const withOdd = (message: object, more: readonly (readonly [string, unknown])[]): object =>
  Object.fromEntries([...Object.entries(message), ...more]);

const textOf = (message: object, plan: Plan): Buffer =>
  Buffer.from(plan.mutations.reduce(mutatedText, JSON.stringify(message)));

function cborOf(message: object): Buffer {
  try {
    return Buffer.from(encode(message));
  } catch {
    return Buffer.from(JSON.stringify(message)); // what the encoder cannot say
  }
}

function hugeOf({ device }: Plan): Buffer {
  const depth = 100 + (device % 30_000);
  switch (device % 5) {
    case 0:
      return Buffer.from(`{"boot":1,"rec":[${'['.repeat(depth)}${']'.repeat(depth)}]}`);
    case 1:
      return Buffer.from(`{"boot":1,"rec":[${'0,'.repeat(device % 600)}0]}`);
    case 2:
      return Buffer.concat([Buffer.from([0xa1, 0x61, 0x61]), Buffer.alloc(depth, 0x81)]);
    case 3:
      return Buffer.alloc(65_530 + (device % 12), 0x20).fill('{', 0, 1);
    default:
      return Buffer.from(
        `{"boot":1,"rec":[{"seq":1,"t":1,"k":"x","${'y'.repeat(depth)}":"${'\\u0000'.repeat(2_000)}"}]}`,
      );
  }
}
