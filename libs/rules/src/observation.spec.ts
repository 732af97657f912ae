import { describe, expect, it } from '@jest/globals';
import { instant, type Millis } from '#libs/kernel';
import { NOON, seen } from '#libs/testkit';
import { inOrder } from './observation.js';

const at = (ms: number) => instant(NOON + ms);

describe('the order of judgement', () => {
  it('is that of time, whatever numbers and devices say', () => {
    const first = seen(at(0), 9, { deviceId: 'WB-2' });
    const second = seen(at(1), 3, { deviceId: 'WB-1' });
    expect(inOrder([second, first])).toEqual([first, second]);
  });

  it('puts a record with an unbelieved clock where it was received', () => {
    const wrong = seen(instant(0), 1, { receivedAt: at(5), clockOffset: (0 - at(5)) as Millis });
    const right = seen(at(4), 2);
    expect(inOrder([wrong, right])).toEqual([right, wrong]);
  });

  it('has each record once', () => {
    const record = seen(at(0), 1);
    expect(inOrder([record, { ...record }])).toEqual([record]);
  });
});
