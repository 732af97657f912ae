import { describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import type { SeqRange } from '#libs/protocol';
import type { DeviceStanding } from '#libs/store';
import { DownlinkSchedule } from './downlink-schedule.js';

const T0 = 1_767_225_600_000;
const at = (seconds: number) => instant(T0 + seconds * 1_000);
const standing = (ack: number | undefined, holes: SeqRange[] = []): DeviceStanding => ({
  deviceId: 'WB-1',
  boot: 7,
  life: 7,
  first: false,
  ack,
  holes,
});
const acks = (schedule: DownlinkSchedule, seconds: number) =>
  schedule.acks(at(seconds), Infinity).map(({ ack }) => ack);

describe('acknowledgements', () => {
  it('come at once for the first record, and then every ten seconds while records flow', () => {
    const schedule = new DownlinkSchedule();
    const sent: [number, number | undefined][] = [];
    for (let second = 0; second < 30; second++) {
      schedule.heard(standing(second + 1), false, at(second));
      for (const ack of acks(schedule, second)) sent.push([second, ack]);
    }
    expect(sent).toEqual([
      [0, 1],
      [10, 11],
      [20, 21],
    ]);
  });

  it('also say the last record, when no more come', () => {
    const schedule = new DownlinkSchedule();
    schedule.heard(standing(1), false, at(0));
    acks(schedule, 0);
    schedule.heard(standing(2), false, at(1));
    expect(acks(schedule, 9)).toEqual([]);
    expect(acks(schedule, 11)).toEqual([2]);
    expect(acks(schedule, 60)).toEqual([]);
  });

  it('come at once after a backlog, on connecting, and when a hole is closed', () => {
    const schedule = new DownlinkSchedule();
    schedule.heard(standing(1), false, at(0));
    acks(schedule, 0);
    schedule.heard(standing(400), true, at(2));
    expect(acks(schedule, 2)).toEqual([400]);
    schedule.heard(standing(400, [[401, 402]]), false, at(4));
    expect(acks(schedule, 4)).toEqual([]);
    schedule.heard(standing(410), false, at(5));
    expect(acks(schedule, 5)).toEqual([410]);
  });

  it('come at most once a second while a long backlog is being sent', () => {
    const schedule = new DownlinkSchedule();
    const sent = Array.from({ length: 40 }, (_, step) => {
      schedule.heard(standing(step + 1), true, at(step / 10));
      return acks(schedule, step / 10).length;
    });
    expect(sent.reduce((a, b) => a + b)).toBe(4);
  });

  it('come less often where more wristbands send than can be told', () => {
    const schedule = new DownlinkSchedule();
    const all = Array.from({ length: 20_000 }, (_, index) => ({ ...standing(1), deviceId: `WB-${index}` }));
    const told = new Map<string, number[]>();
    for (let second = 0; second < 120; second++) {
      for (const one of all) schedule.heard(one, false, at(second));
      const due = schedule.acks(at(second), Infinity);
      expect(due.length).toBeLessThanOrEqual(1_000);
      for (const { deviceId } of due) told.set(deviceId, [...(told.get(deviceId) ?? []), second]);
    }
    expect(told.size).toBe(20_000);
    const pauses = [...told.values()].map(([first = 0, second = Infinity]) => second - first);
    expect([Math.min(...pauses), Math.max(...pauses)]).toEqual([40, 40]);
  });

  it('stay due when there is no room to send them', () => {
    const schedule = new DownlinkSchedule();
    for (const deviceId of ['WB-1', 'WB-2', 'WB-3']) schedule.heard({ ...standing(1), deviceId }, false, at(0));
    const told = (second: number, most: number): string[] =>
      schedule.acks(at(second), most).map(({ deviceId }) => deviceId);
    expect([told(0, 2), told(1, 0), told(2, 2)]).toEqual([['WB-1', 'WB-2'], [], ['WB-3']]);
  });

  it('are sent again to a device that sends again what was acknowledged', () => {
    const schedule = new DownlinkSchedule();
    schedule.heard(standing(5), false, at(0));
    expect(acks(schedule, 0)).toEqual([5]);
    schedule.heard(standing(5), false, at(20));
    expect(acks(schedule, 20)).toEqual([5]);
  });

  it('say nothing while the beginning is missing', () => {
    const schedule = new DownlinkSchedule();
    schedule.heard(standing(undefined, [[1, 3]]), true, at(0));
    expect(acks(schedule, 0)).toEqual([]);
  });
});

describe('holes', () => {
  const answer = (schedule: DownlinkSchedule, seconds: number, now: DeviceStanding): string =>
    schedule.doubtful(at(seconds)).includes('WB-1') ? schedule.confirm(now, at(seconds)) : 'nothing';
  const asked = (schedule: DownlinkSchedule, seconds: number, now: DeviceStanding): boolean =>
    answer(schedule, seconds, now) === 'ask';

  it('are asked about when they are five seconds old', () => {
    const schedule = new DownlinkSchedule();
    const holed = standing(3, [[4, 5]]);
    schedule.heard(holed, false, at(0));
    expect(asked(schedule, 4.9, holed)).toBe(false);
    expect(asked(schedule, 5, holed)).toBe(true);
  });

  it('are asked about again, less and less often', () => {
    const schedule = new DownlinkSchedule();
    const holed = standing(3, [[4, 5]]);
    const when: number[] = [];
    for (let second = 0; second < 100; second++) {
      schedule.heard(holed, false, at(second));
      if (asked(schedule, second, holed)) when.push(second);
    }
    expect(when).toEqual([5, 15, 35, 75]);
  });

  it('are not asked about when somebody else has stored them meanwhile', () => {
    const schedule = new DownlinkSchedule();
    schedule.heard(standing(3, [[4, 5]]), false, at(0));
    expect(asked(schedule, 6, standing(8))).toBe(false);
    expect(schedule.doubtful(at(7))).toEqual([]);
  });

  it('are not asked about of a device that is not there', () => {
    const schedule = new DownlinkSchedule();
    schedule.heard(standing(3, [[4, 5]]), false, at(0));
    expect(schedule.doubtful(at(121))).toEqual([]);
  });

  it('are asked about twelve times, and then not before the device connects again', () => {
    const schedule = new DownlinkSchedule();
    const holed = standing(3, [[4, 5]]);
    const times = (from: number, to: number): number => {
      let count = 0;
      for (let second = from; second < to; second += 5) {
        schedule.heard(holed, false, at(second));
        if (asked(schedule, second, holed)) count += 1;
      }
      return count;
    };
    expect(times(0, 8 * 3_600)).toBe(12);
    schedule.connected(holed, at(8 * 3_600));
    expect(times(8 * 3_600, 8 * 3_600 + 20)).toBe(2);
  });

  it('at the beginning of what was first heard of are asked about sooner, and then given up', () => {
    const schedule = new DownlinkSchedule();
    const begun = { ...standing(undefined, [[1, 4_710]]), first: true };
    const said: [number, string][] = [];
    for (let second = 0; second < 20; second++) {
      schedule.heard(begun, false, at(second));
      const what = answer(schedule, second, begun);
      if (what !== 'nothing') said.push([second, what]);
    }
    expect(said).toEqual([
      [2, 'ask'],
      [7, 'ask'],
      [15, 'give-up'],
    ]);
  });

  it('at the beginning are not given up while the device is silent: it has not said that it has nothing', () => {
    const schedule = new DownlinkSchedule();
    const begun = { ...standing(undefined, [[1, 7]]), first: true };
    const said: [number, string][] = [];
    for (let second = 0; second < 60; second++) {
      if (second === 0 || second >= 30) schedule.heard(begun, false, at(second));
      const what = answer(schedule, second, begun);
      if (what !== 'nothing') said.push([second, what]);
    }
    expect(said).toEqual([
      [2, 'ask'],
      [30, 'ask'],
      [38, 'give-up'],
    ]);
  });

  it('are asked about anew when the device has sent some of them', () => {
    const schedule = new DownlinkSchedule();
    schedule.heard(standing(3, [[4, 9]]), false, at(0));
    expect(asked(schedule, 5, standing(3, [[4, 9]]))).toBe(true);
    schedule.heard(standing(3, [[4, 6]]), false, at(6));
    expect(asked(schedule, 10, standing(3, [[4, 6]]))).toBe(false);
    expect(asked(schedule, 11, standing(3, [[4, 6]]))).toBe(true);
  });

  it('are asked about anew when another one opens', () => {
    const schedule = new DownlinkSchedule();
    schedule.heard(standing(3, [[4, 5]]), false, at(0));
    expect(asked(schedule, 5, standing(3, [[4, 5]]))).toBe(true);
    schedule.heard(standing(9, [[10, 10]]), false, at(6));
    expect(asked(schedule, 10, standing(9, [[10, 10]]))).toBe(false);
    expect(asked(schedule, 11, standing(9, [[10, 10]]))).toBe(true);
  });

  it('are forgotten with a device that has long been silent', () => {
    const schedule = new DownlinkSchedule();
    schedule.heard(standing(3), false, at(0));
    schedule.forget(at(601));
    expect(acks(schedule, 601)).toEqual([]);
  });
});
