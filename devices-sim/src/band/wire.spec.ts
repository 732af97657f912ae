import { describe, expect, it } from '@jest/globals';
import { readDown } from './wire.js';

describe('what comes down', () => {
  it('is an ack, a request or a command', () => {
    expect(readDown('{"ack":4713,"boot":7}')).toEqual({ kind: 'ack', ack: 4713, boot: 7 });
    expect(readDown('{"resend":[[4690,4699]],"boot":7}')).toEqual({ kind: 'resend', ranges: [[4690, 4699]], boot: 7 });
    expect(readDown('{"cmd":"interval","seconds":30,"id":"9","expires":1767225600000}')).toEqual({
      kind: 'command',
      cmd: 'interval',
      id: '9',
      seconds: 30,
      expires: 1767225600000,
    });
    expect(readDown('{"cmd":"locate","id":"9","expires":"2026-01-01T08:00:00+08:00"}')).toMatchObject({
      expires: 1767225600000,
    });
  });

  it('is ignored when it is none of them', () => {
    for (const text of ['', '{', 'null', '[]', '{}', '{"ack":"4","boot":7}', '{"ack":1.5,"boot":7}'])
      expect(readDown(text)).toBeUndefined();
    expect(readDown('{"resend":[[5,4],["a",3],7,[1,2,3],[1,2]],"boot":7}')).toMatchObject({ ranges: [[1, 2]] });
  });
});
