import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  HUICHUAN,
  openTestDatabase,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

const HOOK_SECRET = 'the secret of the hook';

describe('the hook for outside brokers', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let closed: RunningApi;
  let county: Caller;
  let device: { id: string; secret: string };

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database, { HOOK_SECRET });
    closed = await startApi(database);
    county = await api.as('county', HUICHUAN);
    device = await county.ask('addDevice', { body: {} });
  });
  afterAll(async () => {
    await api.close();
    await closed.close();
    await database.close();
  });

  const send = (what: 'auth' | 'acl', body: object, secret = HOOK_SECRET, at = api): Promise<Response> =>
    fetch(`${at.url}/hooks/mqtt/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hook-secret': secret },
      body: JSON.stringify(body),
    });
  const ask = async (what: 'auth' | 'acl', body: object): Promise<unknown> => (await send(what, body)).json();
  const who = (username = device.id, clientid = username) => ({ username, clientid });
  const allowed = { result: 'allow', Ok: true, Error: '' };
  const denied = { result: 'deny', Ok: false, Error: 'not allowed' };

  it('answers nobody without the secret, and nobody at all when there is none', async () => {
    expect((await send('auth', who(), 'wrong')).status).toBe(401);
    expect((await send('auth', who(), HOOK_SECRET, closed)).status).toBe(404);
  });

  it('takes the secret in the address from a broker that sends no headers of ours', async () => {
    const ask = (secret: string): Promise<Response> =>
      fetch(`${api.url}/hooks/mqtt/auth?secret=${encodeURIComponent(secret)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...who(), password: device.secret }),
      });
    expect(await (await ask(HOOK_SECRET)).json()).toEqual(allowed);
    expect((await ask('wrong')).status).toBe(401);
  });

  it('lets a device in under its own name with its own secret', async () => {
    const { id, secret } = device;
    expect(await ask('auth', { ...who(), password: secret, peerhost: '10.0.0.1' })).toEqual(allowed);
    expect(await ask('auth', { ...who(), password: 'wrong' })).toEqual(denied);
    expect(await ask('auth', { ...who(id, 'another-client'), password: secret })).toEqual(denied);
    expect(await ask('auth', { ...who('NOBODY-1'), password: secret })).toEqual(denied);
    expect(await ask('auth', { ...who('platform'), password: secret })).toMatchObject({ result: 'ignore', Ok: false });
  });

  it.each([
    ['publish', 'wristband/v1/{id}/up', true],
    ['publish', 'wristband/v1/{id}/link', true],
    ['publish', 'owntracks/anybody/{id}', true],
    ['publish', 'wristband/v1/OTHER-1/up', false],
    ['publish', 'wristband/v1/{id}/down', false],
    ['subscribe', 'wristband/v1/{id}/down', true],
    ['subscribe', 'wristband/v1/+/down', false],
    ['subscribe', '#', false],
  ])('a device may %s %s: %p', async (action, topic, may) => {
    const wish = { ...who(), topic: topic.replace('{id}', device.id) };
    expect(await ask('acl', { ...wish, action })).toEqual(may ? allowed : denied);
    // mosquitto-go-auth says it in numbers.
    expect(await ask('acl', { ...wish, acc: action === 'publish' ? 2 : 4 })).toEqual(may ? allowed : denied);
  });

  it('writes refusals down where officers see them', async () => {
    const { refusals } = await county.ask('getDevice', { id: device.id });
    expect(new Set(refusals.map(({ reason }) => reason))).toEqual(
      new Set(['client.wrong-secret', 'client.not-itself', 'topic.not-own', 'filter.not-own']),
    );
  });
});
