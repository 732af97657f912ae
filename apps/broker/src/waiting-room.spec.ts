import { describe, expect, it } from '@jest/globals';
import { WaitingRoom } from './waiting-room.js';

describe('the waiting room', () => {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const guest = (): { closed: boolean } => ({ closed: false });

  function aRoom(): { room: WaitingRoom<{ closed: boolean }>; set: (full: boolean) => void; entered: string[] } {
    let full = false;
    return { room: new WaitingRoom(() => full), set: (is) => (full = is), entered: [] };
  }

  it('lets everybody through while there is room', () => {
    const { room, entered } = aRoom();
    expect(room.pass(guest(), 10, () => entered.push('a'))).toBe('entered');
    expect([entered, room.size]).toEqual([['a'], 0]);
  });

  it('holds back what comes while it is full, and lets it in in its order', async () => {
    const { room, set, entered } = aRoom();
    set(true);
    for (const name of ['a', 'b', 'c']) room.pass(guest(), 10, () => entered.push(name));
    room.letIn();
    await turn();
    expect([entered, room.size]).toEqual([[], 3]);
    set(false);
    // Nobody overtakes those who wait.
    room.pass(guest(), 10, () => entered.push('d'));
    room.letIn();
    await turn();
    expect([entered, room.size]).toEqual([['a', 'b', 'c', 'd'], 0]);
  });

  it('lets in no more once it is full again', async () => {
    const { room, set, entered } = aRoom();
    set(true);
    for (let n = 0; n < 501; n += 1) room.pass(guest(), 1, () => (entered.push('x'), set(true)));
    set(false);
    room.letIn();
    await turn();
    await turn();
    expect([entered.length, room.size]).toEqual([500, 1]);
  });

  it('stops reading of one who sends and sends, and of all when it holds much', () => {
    const { room, set } = aRoom();
    set(true);
    const eager = guest();
    const answers = Array.from({ length: 8 }, () => room.pass(eager, 10, () => undefined));
    expect(answers).toEqual([...Array<string>(7).fill('read on'), 'stop reading']);
    expect(room.pass(guest(), 17_000_000, () => undefined)).toBe('stop reading');
    expect(room.pass(guest(), 10, () => undefined)).toBe('stop reading');
  });

  it('forgets who has gone', async () => {
    const { room, set, entered } = aRoom();
    set(true);
    const [one, other] = [guest(), guest()];
    room.pass(one, 10, () => entered.push('one'));
    room.pass(other, 10, () => entered.push('other'));
    room.gone(one);
    expect(room.size).toBe(1);
    set(false);
    room.letIn();
    await turn();
    expect(entered).toEqual(['other']);
  });
});
