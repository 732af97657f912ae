import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deviceId, hours, instant, minutes, seconds, type Instant, type SuperviseeId } from '#libs/kernel';
import { addWearer, openTestDatabase, storeObservations, type TestDatabase } from '#libs/testkit';
import { MonitoredTimeStore } from './monitored-time.store.js';
import { MonitoredTimeView, type TimeSpent } from './monitored-time.view.js';

/** Two in the morning in China: a day that ends with the fourteenth hour of UTC. */
const BOUND = instant(Date.UTC(2026, 4, 9, 18, 10));
const ORDER_ENDS = instant(BOUND + minutes(150));
const UNBOUND = instant(BOUND + minutes(200));
const DAY = '2026-05-10';
const PATIENCE = seconds(300);
const LONG_AFTER = instant(BOUND + hours(48));

interface Said {
  readonly at: Instant;
  readonly placed: boolean;
  readonly believed: boolean;
}

/** In stretches, as wristbands speak: every minute or so for a while, then nothing for a while. */
const story = fc
  .array(
    fc.record({
      pause: fc.integer({ min: 1, max: 1_500 }),
      step: fc.integer({ min: 20, max: 330 }),
      length: fc.integer({ min: 1, max: 25 }),
      placed: fc.constantFrom('all', 'none', 'some'),
      believed: fc.boolean(),
    }),
    { maxLength: 10 },
  )
  .map((stretches) => {
    const said: Said[] = [];
    let at = 0;
    for (const { pause, step, length, placed, believed } of stretches) {
      at += pause;
      for (let i = 0; i < length; i += 1, at += step) {
        const isPlaced = placed === 'all' || (placed === 'some' && i % 4 === 0);
        if (at < 12_000) said.push({ at: instant(BOUND + seconds(at)), placed: isPlaced, believed });
      }
    }
    return said;
  });

/** Second by second, by the definition and nothing else. */
function bySeconds(said: readonly Said[]): TimeSpent {
  const lawful = said.filter(({ at }) => at < ORDER_ENDS);
  const edges = [BOUND, ORDER_ENDS];
  const spoken = [...lawful.map(({ at }) => at), ...edges].sort((a, b) => a - b);
  const placed = [...lawful.filter((one) => one.placed).map(({ at }) => at), ...edges].sort((a, b) => a - b);
  const isWide = (times: readonly number[], second: number): boolean => {
    const next = times.findIndex((at) => at > second);
    return (times[next] ?? 0) - (times[next - 1] ?? 0) > PATIENCE;
  };
  const spent = { monitored: 0, silent: 0, noPosition: 0, noLegalBasis: 0 };
  for (let second: number = BOUND; second < UNBOUND; second += 1_000) {
    if (second >= ORDER_ENDS) spent.noLegalBasis += 1_000;
    else if (isWide(spoken, second)) spent.silent += 1_000;
    else if (isWide(placed, second)) spent.noPosition += 1_000;
    else spent.monitored += 1_000;
  }
  return spent;
}

describe('the monitored-time ledger', () => {
  let test: TestDatabase;
  let store: MonitoredTimeStore;
  let view: MonitoredTimeView;
  let wristbands = 0;
  beforeAll(async () => {
    test = await openTestDatabase();
    store = new MonitoredTimeStore(test.db);
    view = new MonitoredTimeView(test.db);
  });
  afterAll(async () => test.close());

  async function wearer(): Promise<{ id: SuperviseeId; device: string }> {
    const device = `WB-${(wristbands += 1)}`;
    const id = await addWearer(test, device, BOUND);
    await test.owner.query(`update device set interval_s = 60 where id = $1`, [device]);
    await test.owner.query(
      `update device_order set state = 'ended', ended_at = $2, ended_by = approved_by where supervisee_id = $1`,
      [id, new Date(ORDER_ENDS)],
    );
    await test.owner.query(`update device_binding set during = tstzrange($2, $3) where supervisee_id = $1`, [
      id,
      new Date(BOUND),
      new Date(UNBOUND),
    ]);
    // The clock has found those hours before for others: a decision makes them due.
    await test.owner.query(`insert into world_change (supervisee_id, what, at) values ($1, 'binding', $2)`, [
      id,
      new Date(BOUND),
    ]);
    return { id, device };
  }

  async function rollUp(now: Instant): Promise<void> {
    await store.mark(now);
    while ((await store.judge(now, 7)) > 0);
  }

  const numbered = (who: { readonly id: SuperviseeId; readonly device: string }, said: readonly Said[]) =>
    said.map(({ at, placed, believed }, index) => ({
      superviseeId: who.id,
      deviceId: deviceId(who.device),
      life: 1,
      seq: index + 1,
      at: believed ? at : instant(at - hours(1_000)),
      receivedAt: at,
      kind: placed ? 'fix' : 'nofix',
      lat: placed ? 27.7 : null,
      lon: placed ? 106.9 + index * 0.001 : null,
      accuracy: placed ? 8 : null,
      source: placed ? ('gnss' as const) : null,
      clockOffset: believed ? null : hours(-1_000),
    }));

  it('says the same as a count second by second, in whatever order the records came', async () => {
    await fc.assert(
      fc.asyncProperty(
        story,
        fc.array(fc.nat(), { maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        async (said, nows, chance) => {
          const who = await wearer();
          const keys = said.map(() => chance.next().value as number);
          const shuffled = numbered(who, said)
            .map((record, index) => ({ record, key: keys[index] ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ record }) => record);
          const size = Math.ceil(shuffled.length / (nows.length + 1));
          for (const [index, now] of [...nows, 0].entries()) {
            const part = shuffled.slice(index * size, (index + 1) * size);
            if (part.length > 0) await storeObservations(test, who, part);
            if (index < nows.length) await rollUp(instant(BOUND + (now % hours(12))));
          }
          await rollUp(LONG_AFTER);
          const days = await view.days(who.id, DAY, DAY);
          expect(days).toHaveLength(1);
          expect(days[0]).toMatchObject(bySeconds(said));
          expect(days[0]?.records).toBe(said.filter(({ at }) => at < ORDER_ENDS).length);
          expect(await view.recompute(who.id, DAY)).toEqual({ ...bySeconds(said), hours: 4, different: 0 });
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  it.each([[[0, 1, 2, 3]], [[3, 2, 1, 0]]])(
    'lets a late record change the hours on both sides of it, up to the patience (%j)',
    async (order) => {
      const who = await wearer();
      const at = (second: number): Said => ({ at: instant(BOUND + seconds(second)), placed: true, believed: true });
      // 18:56 and 19:01, exactly the patience apart; and 19:59 and 20:04 and a second.
      const said = [at(46 * 60), at(51 * 60), at(109 * 60), at(114 * 60 + 1)];
      for (const late of order) {
        await storeObservations(test, who, numbered(who, said).slice(late, late + 1));
        await rollUp(LONG_AFTER);
      }
      expect((await view.days(who.id, DAY, DAY))[0]).toMatchObject(bySeconds(said));
    },
  );

  it('comes to the length of the bound time, day by day of China', async () => {
    const who = await wearer();
    await test.owner.query(`update device_binding set during = tstzrange($2, $3) where supervisee_id = $1`, [
      who.id,
      new Date(BOUND),
      new Date(BOUND + hours(36)),
    ]);
    await rollUp(LONG_AFTER);
    const days = await view.days(who.id, '2026-05-01', '2026-05-31');
    expect(days.map(({ day }) => day)).toEqual(['2026-05-10', '2026-05-11']);
    const length = ({ monitored, silent, noPosition, noLegalBasis }: TimeSpent): number =>
      monitored + silent + noPosition + noLegalBasis;
    expect(days.map(length)).toEqual([minutes(21 * 60 + 50), minutes(14 * 60 + 10)]);
  });

  it('counts the way between positions, and not what may be their noise', async () => {
    const who = await wearer();
    const at = (second: number): Said => ({ at: instant(BOUND + seconds(second)), placed: true, believed: true });
    const records = numbered(who, [at(60), at(120), at(180), at(3_600)]).map((record, index) =>
      index === 2 ? { ...record, lon: 106.90105 } : record,
    );
    await storeObservations(test, who, records);
    await rollUp(LONG_AFTER);
    const [day] = await view.days(who.id, DAY, DAY);
    // 0.001 degrees of longitude at 27.7 north; five metres after it are within eight; after an hour it is no way.
    expect(day?.metres).toBeCloseTo(98.45, 1);
    expect(day).toMatchObject({ fixes: 4, longestSilence: minutes(50) });
  });

  it('judges again what a decision changed', async () => {
    const who = await wearer();
    await rollUp(LONG_AFTER);
    expect((await view.days(who.id, DAY, DAY))[0]).toMatchObject({ noLegalBasis: minutes(50) });
    await test.owner.query(`update device_order set ended_at = $2 where supervisee_id = $1`, [
      who.id,
      new Date(BOUND + minutes(100)),
    ]);
    expect((await view.recompute(who.id, DAY)).different).toBeGreaterThan(0);
    await test.owner.query(`insert into world_change (supervisee_id, what, at) values ($1, 'order', $2)`, [
      who.id,
      new Date(LONG_AFTER),
    ]);
    await rollUp(LONG_AFTER);
    expect((await view.days(who.id, DAY, DAY))[0]).toMatchObject({ noLegalBasis: minutes(100) });
  });

  it('is found out when a figure on file was changed by hand', async () => {
    const who = await wearer();
    await rollUp(LONG_AFTER);
    await test.owner.query(
      `update device_hour set monitored_ms = monitored_ms + 1 where supervisee_id = $1 and hour = $2`,
      [who.id, new Date(BOUND + minutes(50))],
    );
    expect(await view.recompute(who.id, DAY)).toMatchObject({ hours: 4, different: 1 });
  });
});
