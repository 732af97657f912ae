import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { after, deviceId, instant, seconds, type AccountId, type CommandId, type SuperviseeId } from '#libs/kernel';
import type { Command, CommandResult } from '#libs/protocol';
import { addWearer, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { AccountStore } from './account.store.js';
import { CommandStore, type WantedCommand } from './command.store.js';
import { CommandView } from './command.view.js';

const now = instant(Date.UTC(2026, 10, 23, 8));
const ttl = seconds(180);
const late = after(now, seconds(181));

describe('commands', () => {
  let database: TestDatabase;
  let store: CommandStore;
  let by: AccountId;
  let wearer: SuperviseeId;
  let device = deviceId('');
  let made = 0;

  beforeAll(async () => {
    database = await openTestDatabase();
    store = new CommandStore(database.db);
    const account = {
      username: 'o',
      displayName: '王',
      passwordHash: '',
      role: 'officer',
      division: '520303',
    } as const;
    by = (await new AccountStore(database.db).add(account, now)) as AccountId;
  });
  beforeEach(async () => {
    await store.expire(instant(now + 86_400_000), 1_000);
    device = deviceId(`WB-CMD-${(made += 1)}`);
    wearer = await addWearer(database, device, instant(now - 86_400_000));
  });
  afterAll(async () => database.close());

  const add = (more: Partial<WantedCommand> = {}): Promise<CommandId> =>
    store.add({
      deviceId: device,
      superviseeId: wearer,
      division: '520303',
      cmd: 'vibrate',
      parameters: {},
      purpose: null,
      by,
      at: now,
      expiresAt: after(now, ttl),
      ...more,
    });
  const shown = async (id: CommandId, at = now): Promise<Command | undefined> =>
    (await new CommandView(database.db).of([id], at))[0];
  const says = (commandId: string, more: Partial<CommandResult> = {}): CommandResult => ({
    ...{ commandId, deviceId: device, result: 'done', detail: null, receivedAt: after(now, seconds(5)) },
    ...more,
  });
  const interval = async (): Promise<number> =>
    (await database.owner.query<{ interval_s: number }>('select interval_s from device where id = $1', [device]))
      .rows[0]?.interval_s ?? 0;

  it('are given to one sender each, whoever asks at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => add()));
    const until = after(now, seconds(10));
    const takes = await Promise.all([1, 2, 3].map(() => store.take(now, until, 20)));
    const taken = takes.flat().map(({ id }) => id);
    expect([...taken].sort()).toEqual([...new Set(taken)].sort());
    const rest = await store.take(now, until, 100);
    expect(new Set([...taken, ...rest.map(({ id }) => id)])).toEqual(new Set(ids));
    expect(await store.take(now, until, 100)).toEqual([]);
  });

  it('are given to another when the first sender has said nothing in its time', async () => {
    const id = await add({ cmd: 'interval', parameters: { seconds: 30 } });
    const until = after(now, seconds(10));
    expect(await store.take(now, until, 100)).toEqual([
      {
        id,
        deviceId: device,
        message: { cmd: 'interval', id, expires: after(now, ttl), seconds: 30 },
        expiresAt: after(now, ttl),
      },
    ]);
    expect(await store.take(instant(until - 1), until, 100)).toEqual([]);
    expect((await store.take(until, after(until, seconds(10)), 100)).map((taken) => taken.id)).toEqual([id]);
    await store.sent(id, until);
    expect(await store.take(after(until, seconds(20)), late, 100)).toEqual([]);
  });

  it('go from queued to sent to done, and end there', async () => {
    const id = await add();
    expect((await shown(id))?.state).toBe('queued');
    expect(await store.sent(id, after(now, seconds(1)))).toEqual({ id, division: '520303' });
    expect((await shown(id))?.state).toBe('sent');
    expect((await store.answered([says(id)])).changed).toEqual([{ id, division: '520303' }]);
    expect(await store.expire(late, 100)).not.toContainEqual(expect.objectContaining({ id }));
    expect(await shown(id, late)).toMatchObject({
      state: 'done',
      late: false,
      answeredAt: '2026-11-23T16:00:05.000+08:00',
    });
  });

  it('an answer is taken once, and the first of several stays', async () => {
    const id = await add();
    const answers = [
      says(id, { result: 'failed', detail: '马达坏' }),
      says(id, { receivedAt: after(now, seconds(6)) }),
    ];
    const takes = await Promise.all([store.answered(answers), store.answered(answers), store.answered(answers)]);
    expect(takes.flatMap(({ changed }) => changed)).toHaveLength(1);
    expect((await store.answered(answers)).changed).toEqual([]);
    expect(await shown(id)).toMatchObject({ state: 'failed', detail: '马达坏' });
  });

  it('an answer that is quicker than the PUBACK is not undone by it', async () => {
    const id = await add();
    await store.answered([says(id)]);
    await store.sent(id, after(now, seconds(6)));
    expect(await shown(id)).toMatchObject({ state: 'done', sentAt: '2026-11-23T16:00:06.000+08:00' });
  });

  it('nobody answers for another wristband, nor a command that was never given', async () => {
    const id = await add();
    const strange = [says(id, { deviceId: 'WB-OTHER' }), says('9223372036854775807')];
    expect(await store.answered(strange)).toEqual({ changed: [], intervals: [] });
    expect((await shown(id))?.state).toBe('queued');
  });

  it('expire when nothing was heard in time, once, also when several look', async () => {
    const [queued, sent] = [await add(), await add()];
    await store.sent(sent, now);
    expect(await store.expire(after(now, seconds(179)), 100)).toEqual([]);
    const looks = await Promise.all([1, 2, 3].map(() => store.expire(late, 100)));
    expect(
      looks
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([queued, sent].sort());
    expect(await shown(queued, late)).toMatchObject({ state: 'expired', endedAt: '2026-11-23T16:03:00.000+08:00' });
  });

  it('are shown as expired when their time is over, also while nobody writes it down', async () => {
    const id = await add();
    expect((await shown(id, instant(now + ttl - 1)))?.state).toBe('queued');
    expect((await shown(id, instant(now + ttl)))?.state).toBe('expired');
  });

  it.each([true, false])('keep an answer that came too late, and say so (expired before it: %p)', async (noticed) => {
    const id = await add({ cmd: 'interval', parameters: { seconds: 30 } });
    if (noticed) await store.expire(late, 100);
    const { changed, intervals } = await store.answered([says(id, { receivedAt: after(late, seconds(1)) })]);
    expect(changed).toHaveLength(1);
    expect(await shown(id, late)).toMatchObject({
      state: 'expired',
      late: true,
      endedAt: '2026-11-23T16:03:00.000+08:00',
    });
    // The wristband did it all the same.
    const interval30 = { deviceId: device, superviseeId: wearer, division: '520303', seconds: 30, commandId: id };
    expect([intervals, await interval()]).toEqual([[interval30], 30]);
  });

  it('an interval is believed when the wristband says so, and the latest command wins', async () => {
    const first = await add({ cmd: 'interval', parameters: { seconds: 30 } });
    const second = await add({ cmd: 'interval', parameters: { seconds: 90 } });
    const third = await add({ cmd: 'interval', parameters: { seconds: 300 } });
    await store.answered([says(second)]);
    await store.answered([says(first)]);
    await store.answered([says(third, { result: 'failed' })]);
    expect(await interval()).toBe(90);
  });

  it.each(['cmd', 'parameters', 'purpose', 'requested_by', 'requested_at', 'expires_at', 'supervisee_id'])(
    'what was asked cannot be changed afterwards: %s',
    async (column) => {
      const change = { name: '', text: `update device_command set ${column} = ${column}`, values: [] };
      await expect(database.db.query(change)).rejects.toMatchObject({ code: '42501' });
    },
  );
});
