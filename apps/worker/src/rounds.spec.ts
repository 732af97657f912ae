import { describe, expect, it } from '@jest/globals';
import type { Logger } from '@nestjs/common';
import type { Millis } from '#libs/kernel';
import { Rounds } from './rounds.js';

const AT_ONCE = 0 as Millis;

describe('rounds', () => {
  /** Resolves with what was said when the work has been done so often. */
  async function said(times: number, work: (round: number) => void): Promise<unknown[]> {
    const told: unknown[] = [];
    const logger = { error: (message: string, facts: unknown) => told.push([message, facts]) } as unknown as Logger;
    let round = 0;
    let enough: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (enough = resolve));
    const rounds = new Rounds(
      () => {
        round += 1;
        if (round === times) enough();
        work(round);
        return Promise.resolve(AT_ONCE);
      },
      { again: AT_ONCE, logger, message: 'it failed' },
    );
    rounds.begin();
    await done;
    await rounds.end();
    return told;
  }

  it('go on after a failure, and say it once for as long as it is the same', async () => {
    const told = await said(6, (round) => {
      if (round === 4) return;
      throw new Error(round === 3 ? 'another' : 'away');
    });
    expect(told).toEqual([
      ['it failed', { why: 'Error: away' }],
      ['it failed', { why: 'Error: another' }],
      ['it failed', { why: 'Error: away' }],
    ]);
  });

  it('end when the present round has heard that it is to end', async () => {
    let heard = false;
    const rounds = new Rounds(
      (stopping) =>
        new Promise((resolve) =>
          stopping.addEventListener('abort', () => {
            heard = true;
            resolve(AT_ONCE);
          }),
        ),
      { again: AT_ONCE, logger: undefined as unknown as Logger, message: '' },
    );
    rounds.begin();
    await rounds.end();
    expect(heard).toBe(true);
  });
});
