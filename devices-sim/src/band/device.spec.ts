import { describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { devicesOf } from '../fleet.js';
import { readCounties } from '../person/county.js';
import { peopleOf } from '../person/person.js';
import { parseScenario } from '../scenario/scenario.js';
import { Tally } from './tally.js';
import type { WireRecord } from './wire.js';

const start = instant(Date.UTC(2026, 0, 5, 1));
const counties = readCounties();

function worn(more: object = {}) {
  const scenario = parseScenario({ people: [{ division: '520303', count: 1 }], ...more });
  const records: WireRecord[] = [];
  const others: string[] = [];
  const [device] = devicesOf({ scenario, people: peopleOf(scenario, 1, counties), start }, new Tally(), () => start);
  if (!device) throw new Error('a scenario without people');
  device.attach({
    isUp: true,
    hears: true,
    open: () => undefined,
    drop: () => undefined,
    close: () => Promise.resolve(),
    send: (text) => {
      const message = JSON.parse(text) as { rec?: WireRecord[] };
      if (message.rec) records.push(...message.rec);
      else others.push(text);
      return Promise.resolve();
    },
  });
  return { device, records, others };
}

describe('a wristband that is told something', () => {
  it('answers a locate command with a fresh fix and the result', () => {
    const { device, records } = worn();
    device.hear(`{"cmd":"locate","id":"c1","expires":${start + 60_000}}`);
    expect(records).toMatchObject([
      { k: 'fix', t: start },
      { k: 'command_result', id: 'c1', cmd: 'locate', result: 'done' },
    ]);
  });

  it('carries a command out once, however often it is delivered', () => {
    const { device, records } = worn();
    for (let copy = 0; copy < 3; copy++) device.hear(`{"cmd":"vibrate","id":"c1","expires":${start + 1}}`);
    expect(records).toHaveLength(1);
  });

  it('changes its interval', () => {
    const { device, records } = worn();
    device.hear(`{"cmd":"interval","seconds":7,"id":"c2","expires":${start + 1}}`);
    expect(device.interval).toBe(7_000);
    expect(device.due).toBeLessThanOrEqual(start + 7_000);
    expect(records).toMatchObject([{ result: 'done' }]);
  });

  it('says that a command came too late, or means nothing to it', () => {
    const { device, records } = worn();
    device.hear(`{"cmd":"locate","id":"c3","expires":${start - 1}}`);
    device.hear(`{"cmd":"sing","id":"c4","expires":${start + 1}}`);
    expect(records.map(({ id, result }) => [id, result])).toEqual([
      ['c3', 'expired'],
      ['c4', 'failed'],
    ]);
  });

  it('can be told not to answer', () => {
    const { device, records } = worn({ unanswered: 1 });
    device.hear(`{"cmd":"interval","seconds":7,"id":"c5","expires":${start + 1}}`);
    expect([device.interval, records]).toEqual([60_000, []]);
  });

  it('answers a request for what it has forgotten', async () => {
    const { device, others } = worn();
    device.tick(device.due);
    device.hear(`{"ack":1,"boot":${start / 1_000}}`);
    device.hear(`{"resend":[[1,1]],"boot":${start / 1_000}}`);
    expect(others).toEqual([`{"boot":${start / 1_000},"gone":[[1,1]]}`]);
  });
});
