import { describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { commandResultIn } from './command-result.js';
import { parseUplink } from './uplink.js';

const NOW = instant(Date.UTC(2026, 10, 23));

function resultOf(record: object) {
  const rec = [{ seq: 1, t: NOW, k: 'command_result', ...record }];
  const { records } = parseUplink('wristband/v1/WB-0001/up', Buffer.from(JSON.stringify({ boot: 1, rec })), NOW);
  return records.map(commandResultIn)[0];
}

describe('the answer to a command', () => {
  it('names the command and what became of it', () => {
    const answer = { commandId: '17', deviceId: 'WB-0001', detail: null, receivedAt: NOW };
    expect(resultOf({ id: '17', cmd: 'vibrate', result: 'done' })).toEqual({ ...answer, result: 'done' });
    expect(resultOf({ id: '17', result: 'failed', detail: '马达坏' })).toEqual({
      ...answer,
      result: 'failed',
      detail: '马达坏',
    });
    expect(resultOf({ id: '17', result: 'expired' })).toEqual({ ...answer, result: 'expired' });
  });

  it.each([
    [{ id: 17 }, 'done', null],
    [{ id: '17', result: true }, 'done', null],
    [{ id: '17', result: 'ok' }, 'done', null],
    [{ id: '17', result: 'busy' }, 'failed', 'busy'],
    [{ id: '17', result: false }, 'failed', null],
    [{ id: '17', result: 'failed', detail: `a\u0000b${'c'.repeat(300)}` }, 'failed', `a\ufffdb${'c'.repeat(197)}`],
  ])('%j is %s: no unknown word is taken for a success', (record, result, detail) => {
    expect(resultOf(record)).toMatchObject({ commandId: '17', result, detail });
  });

  it.each([{}, { id: 'c1' }, { id: '' }, { id: '9999999999999999999' }, { id: -1 }, { id: 1.5 }, { id: ['17'] }])(
    '%j answers no command of ours',
    (record) => {
      expect(resultOf({ result: 'done', ...record })).toBeUndefined();
    },
  );

  it('is in no record of another kind', () => {
    expect(resultOf({ k: 'heartbeat', id: '17', result: 'done' })).toBeUndefined();
  });
});
