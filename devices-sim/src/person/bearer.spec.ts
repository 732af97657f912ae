import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, type Instant } from '#libs/kernel';
import { devicesOf } from '../fleet.js';
import { Tally } from '../band/tally.js';
import type { Link } from '../band/link.js';
import { parseScenario, type ScenarioInput } from '../scenario/scenario.js';
import { readCounties } from './county.js';
import { peopleOf } from './person.js';

const counties = readCounties();
const start = instant(Date.UTC(2026, 0, 5, 1));

interface Sent {
  readonly id: string;
  readonly at: number;
  readonly boot: number;
  readonly rec: readonly {
    readonly seq: number;
    readonly t: number;
    readonly k: string;
    readonly [key: string]: unknown;
  }[];
}

/** Plays a scenario as fast as it goes, on a link that takes everything and never acknowledges. */
async function played(
  input: Partial<ScenarioInput>,
  seconds: number,
  seed = 1,
): Promise<{ sent: Sent[]; texts: string[] }> {
  const scenario = parseScenario({ intervalSeconds: 5, people: [{ division: '520303', count: 1 }], ...input });
  let now: Instant = start;
  const [sent, texts]: [Sent[], string[]] = [[], []];
  const tally = new Tally();
  const people = peopleOf(scenario, seed, counties);
  for (const device of devicesOf({ scenario, people, start }, tally, () => now)) {
    let up = false;
    const link: Link = {
      get isUp() {
        return up;
      },
      hears: false,
      open: () => void (up = true),
      drop: () => void (up = false),
      close: () => Promise.resolve(),
      send: (text) => {
        texts.push(text);
        sent.push({ id: device.id, at: now, ...(JSON.parse(text) as Pick<Sent, 'boot' | 'rec'>) });
        return Promise.resolve();
      },
    };
    device.attach(link);
    for (now = device.due; now <= start + seconds * 1_000; now = device.due) {
      device.tick(now);
      await new Promise(setImmediate);
    }
  }
  return { sent, texts };
}

const kinds = (sent: readonly Sent[], except = 'fix'): string[] =>
  sent.flatMap(({ rec }) => rec.map(({ k }) => k)).filter((k) => k !== except);
const script = (what: string, more: object = {}): ScenarioInput['script'] => [
  { what: what as 'sos', person: 1, at: 20, forSeconds: 60, ...more },
];

describe('what a fleet sends', () => {
  it('is the same to the last byte for the same seed and start, with every fault switched on', async () => {
    const everything: Partial<ScenarioInput> = {
      people: [
        { division: '520303', count: 2 },
        { division: '520330', count: 1, home: 'border' },
      ],
      intervalSeconds: 300,
      noise: { wifi: 0.4, cell: 0.3 },
      duplicates: 0.1,
      backlog: 'shuffled',
      faults: Object.fromEntries(
        ['excursion', 'strap_open', 'dead_zone', 'multipath', 'no_gnss', 'reboot', 'memory_loss', 'clock_error'].map(
          (kind) => [kind, { perDay: 40, minutes: [1, 8] }],
        ),
      ),
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e9 }), async (seed) => {
        const once = (await played(everything, 86_400, seed)).texts;
        expect((await played(everything, 86_400, seed)).texts).toEqual(once);
        expect((await played(everything, 86_400, seed + 1)).texts).not.toEqual(once);
      }),
      { numRuns: 5 },
    );
  });

  it('numbers records without a gap, over all kinds', async () => {
    const { sent } = await played({ script: script('strap_open') }, 300);
    const seqs = sent.flatMap(({ rec }) => rec.map(({ seq }) => seq));
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
    expect(kinds(sent)).toEqual(['strap_open', 'strap_closed']);
  });

  it('tells an open strap at the second it was opened, and wears the band again when it is closed', async () => {
    const { sent } = await played({ script: script('strap_open') }, 120);
    const all = sent.flatMap(({ rec }) => rec);
    expect(all.find(({ k }) => k === 'strap_open')).toMatchObject({ t: start + 20_000, worn: false });
    expect(all.filter(({ worn }) => worn === false).map(({ k }) => k)).toHaveLength(13);
  });

  it('does not wait for the next fix with an event', async () => {
    const { sent } = await played({ intervalSeconds: 60, script: script('strap_open') }, 200);
    const when = (kind: string): number => sent.find(({ rec }) => rec.some(({ k }) => k === kind))?.at ?? 0;
    expect([when('strap_open'), when('strap_closed')]).toEqual([start + 20_000, start + 80_000]);
  });

  it('keeps what it sees in a dead zone and sends it afterwards, oldest first', async () => {
    const { sent } = await played({ script: script('dead_zone') }, 120);
    const backlog = sent.find(({ rec }) => rec.length > 1);
    expect(backlog?.rec.length).toBeGreaterThan(11);
    expect(backlog?.rec.map(({ t }) => t)).toEqual([...(backlog?.rec ?? [])].map(({ t }) => t).sort((a, b) => a - b));
    const silence = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
    expect(Math.max(...silence)).toBeGreaterThanOrEqual(60_000);
  });

  it('sends a backlog in another order when the scenario says so', async () => {
    const { sent } = await played({ script: script('dead_zone'), backlog: 'shuffled' }, 120);
    const seqs = sent.find(({ rec }) => rec.length > 1)?.rec.map(({ seq }) => seq) ?? [];
    expect(seqs).not.toEqual([...seqs].sort((a, b) => a - b));
  });

  it('counts starts, and says nothing while it is off', async () => {
    const { sent } = await played({ script: script('reboot') }, 120);
    expect(kinds(sent)).toEqual(['power_off', 'power_on']);
    const boots = new Set(sent.map(({ boot }) => boot));
    expect([...boots]).toEqual([start / 1_000, start / 1_000 + 1]);
    expect(sent.filter(({ at }) => at > start + 25_000 && at < start + 80_000)).toEqual([]);
  });

  it('begins again at 1 with a higher boot when the memory is lost', async () => {
    const { sent } = await played({ script: script('memory_loss') }, 120);
    const after = sent.find(({ boot }) => boot > start / 1_000);
    expect(after?.rec[0]).toMatchObject({ seq: 1, k: 'power_on' });
  });

  it('stamps with the device’s clock while that is wrong', async () => {
    const { sent } = await played({ script: script('clock_error', { seconds: -3_600 }) }, 120);
    const wrong = sent.filter(({ at, rec }) => rec.some(({ t }) => t !== at));
    expect(wrong.map(({ at, rec }) => (rec[0]?.t ?? 0) - at)).toEqual(Array(12).fill(-3_600_000));
  });

  it('reports no position where no satellite is seen', async () => {
    expect(kinds((await played({ script: script('no_gnss') }, 120)).sent)).toEqual(Array(12).fill('nofix'));
  });

  it('sends some messages twice when it is told to, and never otherwise', async () => {
    const twice = async (share: number): Promise<number> => {
      const { texts } = await played({ duplicates: share }, 3_000);
      return texts.length - new Set(texts).size;
    };
    expect(await twice(0)).toBe(0);
    expect(await twice(0.2)).toBeGreaterThan(60);
  });

  it('plays the script again with the next person in every round', async () => {
    const { sent } = await played(
      {
        people: [{ division: '520303', count: 2 }],
        repeatMinutes: 5,
        script: [{ what: 'sos', people: [1, 2], at: 10, forSeconds: 1 }],
      },
      900,
    );
    const cries = sent.flatMap(({ id, rec }) =>
      rec.filter(({ k }) => k === 'sos').map(({ t }) => [id, (t - start) / 1_000]),
    );
    expect(cries).toEqual([
      ['sim-0001', 10],
      ['sim-0001', 610],
      ['sim-0002', 310],
    ]);
  });

  it('runs the battery down by day and charges it in the evening', async () => {
    const { sent } = await played({ intervalSeconds: 600 }, 86_400);
    const levels = sent.flatMap(({ rec }) => rec.map(({ bat }) => bat as number));
    expect(Math.min(...levels)).toBeLessThan(75);
    expect(Math.max(...levels)).toBe(100);
    expect(kinds(sent)).toEqual(['charge_on', 'charge_off']);
  });
});
