import { describe, expect, it } from '@jest/globals';
import { instant, superviseeId } from '#libs/kernel';
import { newTrack, type Episode } from '#libs/rules';
import type { Lane } from './lane.js';
import { LaneTable } from './lane-table.js';

const lane = (joining: Lane['joining'] = new Map()): Lane => ({
  track: newTrack(),
  dirty: false,
  filed: new Map(),
  joining,
  ahead: new Map(),
});
const evidence: Lane['joining'] = new Map([['zone.exit', { startedAt: instant(0) } as Episode]]);
const [one, other, third] = [superviseeId('1'), superviseeId('65'), superviseeId('2')];
const idsOf = (found: readonly (readonly [unknown, Lane])[]): unknown[] => found.map(([id]) => id);

describe('lanes', () => {
  it('are found by supervisee and by partition', () => {
    const lanes = new LaneTable();
    for (const id of [one, other, third]) lanes.set(id, lane());
    lanes.set(one, { ...lane(), dirty: true });
    expect(lanes.size).toBe(3);
    expect(lanes.get(one)?.dirty).toBe(true);
    expect(idsOf(lanes.of([1]))).toEqual([one, other]);
    lanes.delete(one);
    expect(idsOf(lanes.of([1, 2, 3]))).toEqual([other, third]);
  });

  it('say whose evidence waits, until it is written', () => {
    const lanes = new LaneTable();
    for (const id of [one, third]) lanes.set(id, lane(evidence));
    expect(idsOf(lanes.joining())).toEqual([one, third]);
    lanes.set(one, lane());
    lanes.delete(third);
    expect(lanes.joining()).toEqual([]);
  });

  it('are forgotten by partition', () => {
    const lanes = new LaneTable();
    for (const id of [one, other, third]) lanes.set(id, lane(evidence));
    lanes.keep((part) => part === 2);
    expect([lanes.size, lanes.get(one), idsOf(lanes.joining()), lanes.of([1])]).toEqual([1, undefined, [third], []]);
  });
});
