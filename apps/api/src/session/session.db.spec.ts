import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newToken, tokenHash } from '#libs/identity';
import {
  openTestDatabase,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

const PASSWORD = 'correct horse battery';

describe('signing in', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let made = 0;
  let username: string;
  let account: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });
  beforeEach(async () => {
    made += 1;
    username = `officer${made}`;
    account = await api.account(username, PASSWORD, 'officer', '520303');
  });

  const signIn = (password = PASSWORD, name = username): Promise<Response> =>
    api.stranger.send('signIn', { body: { username: name, password } });
  const me = (headers: Record<string, string>): Promise<Response> => api.stranger.send('me', { headers });
  const acts = async (): Promise<string[]> => {
    const { rows } = await database.owner.query<{ action: string }>(
      'select action from audit_entry where subject = $1 order by seq',
      [`account:${account}`],
    );
    return rows.map(({ action }) => action);
  };

  it('gives a token that is as good as the cookie, and says who one is', async () => {
    const answer = await signIn();
    const { token } = (await answer.json()) as { token: string };
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^zt_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    const who = { id: account, username, displayName: username, role: 'officer', division: '520303' };
    expect(await (await me({ authorization: `Bearer ${token}` })).json()).toEqual(who);
    expect(await (await me({ cookie: `other=1; ${cookie.split(';')[0]}` })).json()).toEqual(who);
  });

  it('stores no token, only what it hashes to', async () => {
    const { token } = (await (await signIn()).json()) as { token: string };
    const { rows } = await database.owner.query('select from session where token_hash = $1', [tokenHash(token)]);
    expect(rows).toHaveLength(1);
  });

  it('refuses a wrong password and an unknown name with the same words', async () => {
    const wrong = await signIn('wrong');
    const unknown = await signIn(PASSWORD, 'nobody-here');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
  });

  it('makes whoever fails again and again wait, even with the right password then, and nobody else', async () => {
    for (let failures = 0; failures < 5; failures += 1) expect((await signIn('wrong')).status).toBe(401);
    const refused = await signIn();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(5);
    expect((await refused.json()) as object).toMatchObject({ code: 'session.too-many-attempts' });
    await api.account(`${username}-neighbour`, PASSWORD, 'officer', '520303');
    expect((await signIn(PASSWORD, `${username}-neighbour`)).status).toBe(200);
  });

  it('believes nobody who says that he comes from elsewhere', async () => {
    for (let n = 0; n < 5; n += 1) {
      const headers = { 'x-forwarded-for': `10.0.0.${n}` };
      await api.stranger.send('signIn', { body: { username, password: 'wrong' }, headers });
    }
    expect((await signIn()).status).toBe(429);
  });

  it('waits as long for a name that nobody has', async () => {
    for (let failures = 0; failures < 5; failures += 1) await signIn('wrong', `ghost${made}`);
    expect((await signIn('wrong', `ghost${made}`)).status).toBe(429);
  });

  it('ends with signing out, at once', async () => {
    const { token } = (await (await signIn()).json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    const out = await api.stranger.send('signOut', { headers });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^zt_session=; .*Max-Age=0/);
    expect((await me(headers)).status).toBe(401);
  });

  it('ends when the account is disabled, or the session is over', async () => {
    const { token } = (await (await signIn()).json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    expect((await me(headers)).status).toBe(200);
    await database.owner.query('update account set disabled_at = now() where id = $1', [account]);
    expect((await me(headers)).status).toBe(401);
    expect((await signIn()).status).toBe(401);
    await database.owner.query('update account set disabled_at = null where id = $1', [account]);
    expect((await me(headers)).status).toBe(200);
    await database.owner.query(`update session set expires_at = now() - interval '1 second' where account_id = $1`, [account]);
    expect((await me(headers)).status).toBe(401);
  });

  it('leaves who came, went and was turned away in the audit log, but not what was typed', async () => {
    await signIn('wrong');
    const { token } = (await (await signIn()).json()) as { token: string };
    await api.stranger.send('signOut', { headers: { authorization: `Bearer ${token}` } });
    expect(await acts()).toEqual(['session.refused', 'session.opened', 'session.closed']);
    await signIn('x', 'my password in the wrong field');
    const { rows } = await database.owner.query(
      `select from audit_entry where detail::text || subject like '%password%'`,
    );
    expect(rows).toHaveLength(0);
  });
});

describe('accounts', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let admin: Caller;
  const wanted = { username: 'li.si', displayName: '李四', password: PASSWORD, role: 'officer', division: '520303' };

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    admin = await api.as('admin', '5203');
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  const offer = async (): Promise<string> => {
    const token = newToken();
    await database.owner.query('insert into setup_token (token_hash) values ($1)', [tokenHash(token)]);
    return token;
  };

  it('begin with one administrator, whose link is good once, also for two at the same time', async () => {
    const token = await offer();
    const body = { token, password: PASSWORD };
    const answers = await Promise.all(
      ['first', 'second'].map((username) => api.stranger.send('setUp', { body: { ...body, username } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403]);
    const made = (await answers.find(({ status }) => status === 201)?.json()) as object;
    // What the three counties have in common.
    expect(made).toMatchObject({ role: 'admin', division: '52030' });
  });

  it('refuse a link that nobody gave out', async () => {
    const body = { token: newToken(), username: 'me', password: PASSWORD };
    expect(await api.stranger.refusal('setUp', { body })).toMatchObject({ status: 403, code: 'setup.refused' });
  });

  it('are given out by an administrator, and work', async () => {
    const added = await admin.ask('addAccount', { body: wanted });
    expect(added).toMatchObject({ username: 'li.si', disabled: false });
    const { username, password } = wanted;
    expect((await api.stranger.send('signIn', { body: { username, password } })).status).toBe(200);
    expect(await admin.refusal('addAccount', { body: wanted })).toMatchObject({ status: 409, code: 'account.exists' });
    expect((await admin.ask('listAccounts')).items).toContainEqual(added);
  });

  it('are given out below the own jurisdiction only', async () => {
    const body = { ...wanted, username: 'far', division: '4401' };
    expect(await admin.refusal('addAccount', { body })).toMatchObject({ code: 'officer.outside-jurisdiction' });
    const elsewhere = await api.as('officer', '440100');
    expect(await admin.refusal('changeAccount', { id: elsewhere.id, body: { disabled: true } })).toMatchObject({
      code: 'account.not-found',
    });
  });

  it('lose their sessions with their rights', async () => {
    const officer = await api.as('officer', '520303');
    await admin.ask('changeAccount', { id: officer.id, body: { displayName: 'still here' } });
    expect((await officer.ask('me')).displayName).toBe('still here');
    expect(await admin.ask('changeAccount', { id: officer.id, body: { disabled: true } })).toMatchObject({
      disabled: true,
    });
    expect((await officer.send('me')).status).toBe(401);
    await admin.ask('changeAccount', { id: officer.id, body: { disabled: false } });
    expect((await officer.send('me')).status).toBe(401);
  });
});
