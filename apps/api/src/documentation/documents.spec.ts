import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '#libs/kernel';
import { endpoints, parseUplink } from '#libs/protocol';
import { ApiModule } from '../api.module.js';
import { CALL } from '../http/call.js';
import { documents } from './documents.js';
import { uplinkMessage } from './mqtt-shapes.js';

interface ModuleLike {
  readonly module?: object;
  readonly imports?: readonly unknown[];
  readonly controllers?: readonly Controller[];
}
type Controller = new (...args: never[]) => object;

/** Every controller of a module and of what it imports. */
function controllersOf(module: unknown): Controller[] {
  const definition = module as ModuleLike;
  const type = definition.module ?? (module as object);
  const of = <T>(key: string): T[] => (Reflect.getMetadata(key, type) as T[] | undefined) ?? [];
  const imports = [...of<unknown>('imports'), ...(definition.imports ?? [])];
  return [...of<Controller>('controllers'), ...(definition.controllers ?? []), ...imports.flatMap(controllersOf)];
}

function callsOf(controller: Controller): unknown[] {
  const prototype = controller.prototype as Record<string, object>;
  const handlers = Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => prototype[name] as object)
    .filter((handler) => Reflect.hasMetadata('path', handler));
  return handlers.map((handler) => Reflect.getMetadata(CALL, handler) as unknown);
}

describe('the routes', () => {
  it('are those of the catalogue, each once, and no others', () => {
    const controllers = [...new Set(controllersOf(ApiModule.for({} as never)))];
    const rest = controllers.filter((controller) => Reflect.getMetadata('path', controller) === 'api/v1');
    expect(rest.flatMap(callsOf).sort()).toEqual(Object.keys(endpoints).sort());
  });
});

describe('docs/api', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

  it.each(Object.entries(documents(version)))('%s says what the code says (npm run docs:api)', (file, document) => {
    expect(JSON.parse(readFileSync(`docs/api/${file}`, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it.each(Object.entries(documents(version)))('%s refers to nothing that it does not hold', (_, document) => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '');
    const missing = references.filter((path) => {
      const steps = path.split('/');
      return (
        steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document) === undefined
      );
    });
    expect(missing).toEqual([]);
  });
});

describe('the published form of an uplink', () => {
  const NOW = instant(Date.UTC(2026, 0, 1));
  const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  /** About the limits, on both sides of them. */
  const about = (min: number, max: number) =>
    fc.oneof(within(min, max), within(min - 2, min + 2), within(max - 2, max + 2));
  const record = fc.record({
    seq: fc.integer({ min: -1, max: 5 }),
    t: fc.constant(NOW),
    k: fc.constantFrom('fix', 'nofix', 'heart_rate'),
    lat: about(-90, 90),
    lon: about(-180, 180),
    acc: some(about(0, 500)),
    crs: some(fc.constantFrom('wgs84', 'gcj02', 'mars')),
    bat: some(about(0, 100)),
    hdg: some(about(0, 360)),
    hr: some(about(0, 1_000)),
    worn: some(fc.oneof(fc.boolean(), fc.constant('yes'))),
  });

  it('allows a record exactly when the platform takes it', () => {
    fc.assert(
      fc.property(record, (line) => {
        const message = { boot: 1, rec: [line] };
        const payload = new TextEncoder().encode(JSON.stringify(message));
        const taken = parseUplink('wristband/v1/WB-0001/up', payload, NOW).rejections.length === 0;
        expect(uplinkMessage.safeParse(JSON.parse(JSON.stringify(message))).success).toBe(taken);
      }),
      { numRuns: 2_000 },
    );
  });
});
