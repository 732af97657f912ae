import { describe, expect, it } from '@jest/globals';
import type { Account, PointsEntry } from '#libs/protocol';
import { actsOffered, type ActOfEntry } from './acts-of-entry.js';

const who = (id: string, role: Account['role']) => ({ id, role }) as Account;
const entry = (state: PointsEntry['state'], proposer: string | null, ...acts: [ActOfEntry, string][]) =>
  ({
    state,
    proposedBy: proposer === null ? null : { id: proposer, name: '' },
    acts: acts.map(([act, by]) => ({ act, by: { id: by, name: '' } })),
  }) as unknown as PointsEntry;

describe('what is offered of a points entry', () => {
  it('is to confirm what somebody else or the platform proposed, never what one proposed', () => {
    expect(actsOffered(entry('proposed', '1'), who('2', 'officer'))).toEqual(['confirmed', 'withdrawn']);
    expect(actsOffered(entry('proposed', null), who('2', 'officer'))).toEqual(['confirmed', 'withdrawn']);
    expect(actsOffered(entry('proposed', '2'), who('2', 'officer'))).toEqual(['withdrawn']);
  });

  it('is to write an objection down, and for the county to answer it, not for who confirmed', () => {
    const confirmed = entry('confirmed', null, ['confirmed', '2']);
    expect(actsOffered(confirmed, who('1', 'officer'))).toEqual(['objected']);
    expect(actsOffered(confirmed, who('2', 'county'))).toEqual(['objected']);
    const objected = entry('confirmed', null, ['confirmed', '2'], ['objected', '1']);
    expect(actsOffered(objected, who('3', 'county'))).toEqual(['upheld', 'overturned']);
    expect(actsOffered(objected, who('2', 'county'))).toEqual([]);
  });

  it('is nothing once it is over, and nothing to who only reads', () => {
    expect(actsOffered(entry('overturned', null), who('3', 'head'))).toEqual([]);
    expect(actsOffered(entry('proposed', null), who('4', 'prosecutor'))).toEqual([]);
  });
});
