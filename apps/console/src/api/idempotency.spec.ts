import { describe, expect, it } from '@jest/globals';
import { sendOnce } from './idempotency.js';
import { problemFrom, unreachable } from './problem.js';

const keysOf = async (act: string, faults: readonly (Error | undefined)[]): Promise<string[]> => {
  const keys: string[] = [];
  for (const fault of faults) {
    const send = (header: { 'Idempotency-Key': string }): Promise<void> => {
      keys.push(header['Idempotency-Key']);
      return fault ? Promise.reject(fault) : Promise.resolve();
    };
    await sendOnce(act, send).catch(() => undefined);
  }
  return keys;
};

describe('sendOnce', () => {
  it('sends an act that was not answered again under the same key', async () => {
    const [first, second, third] = await keysOf('claim 1', [unreachable(), undefined, undefined]);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('takes a refusal for an answer', async () => {
    const [first, second] = await keysOf('claim 2', [problemFrom(409, undefined), undefined]);
    expect(second).not.toBe(first);
  });

  it('has a key for each act', async () => {
    expect(
      new Set([...(await keysOf('claim 3', [unreachable()])), ...(await keysOf('ack 3', [unreachable()]))]).size,
    ).toBe(2);
  });
});
