import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '#libs/protocol';
import {
  openTestDatabase,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

const person = {
  name: '张某',
  division: '520303',
  category: 'probation',
  termFrom: '2026-01-01',
  termTo: '2027-01-01',
};

describe('the api', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let county: Caller;
  const folder = mkdtempSync(join(tmpdir(), 'console-'));

  beforeAll(async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<title>console</title>');
    writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'let it;');
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database, { CONSOLE_DIR: folder, TILE_URL: 'https://tiles.example.cn/{z}/{x}/{y}.png' });
    county = await api.as('county', '520303');
  });
  afterAll(async () => {
    await api.close();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const problemOf = async (answer: Response): Promise<Problem> => {
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    return (await answer.json()) as Problem;
  };
  const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${api.url}${path}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${county.token}`, 'content-type': 'application/json', ...headers },
    });

  describe('reads requests strictly', () => {
    it('and gives back what it was given', async () => {
      const added = await county.ask('addSupervisee', { body: person });
      expect(added).toMatchObject({ ...person, minor: false, device: null, order: null, openAlerts: 0, version: 1 });
      expect(added.createdAt).toMatch(/\+08:00$/);
      expect(await county.ask('getSupervisee', { id: added.id })).toEqual(added);
    });

    it('and points at every wrong and every unknown field', async () => {
      const refused = await county.refusal('addSupervisee', {
        body: { ...person, categroy: 'parole', termTo: 'soon' },
      });
      expect(refused).toMatchObject({
        status: 400,
        code: 'request.invalid',
        type: 'urn:zhengtu:problem:request.invalid',
      });
      expect(refused.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/categroy', '/termTo']);
    });

    it.each(['\u0000', '\ud800'])('and refuses text that cannot be stored as it is (%j)', async (text) => {
      const refused = await county.refusal('addSupervisee', { body: { ...person, name: `a${text}` } });
      expect(refused.errors).toEqual([{ pointer: '/name', detail: 'not storable text' }]);
    });

    it('and refuses unknown query parameters, also where there are none', async () => {
      const refused = await county.refusal('listSupervisees', { query: { serach: 'x' } });
      expect(refused.errors).toEqual([{ pointer: '/serach', detail: 'unknown field' }]);
      expect((await county.refusal('me', { query: { x: '1' } })).status).toBe(400);
    });

    it('and refuses a body where none is wanted, unless it is empty', async () => {
      expect((await county.send('signOut', { body: { x: 1 } })).status).toBe(400);
      const other = await api.as('officer', '520303');
      expect((await other.send('signOut', { body: {} })).status).toBe(204);
    });

    it('and takes no other cursor than its own', async () => {
      for (const cursor of ['x', 'WyJ4Il0', Buffer.from('[1,2]').toString('base64url')]) {
        expect((await county.refusal('listSupervisees', { query: { cursor } })).errors?.[0]?.pointer).toBe('/cursor');
      }
    });
  });

  describe('answers with problem documents', () => {
    it.each([
      ['an unknown address', () => fetch(`${api.url}/api/v1/nothing`), 404, 'route.not-found'],
      ['another method', () => fetch(`${api.url}/api/v1/alerts/1`, { method: 'DELETE' }), 405, 'method.not-allowed'],
      ['half a JSON document', () => post('/api/v1/supervisees', '{"name":'), 400, 'request.malformed'],
      ['too large a body', () => post('/api/v1/supervisees', `"${'x'.repeat(3e6)}"`), 413, 'request.too-large'],
      ['a broken escape', () => fetch(`${api.url}/api/v1/alerts/%E0%A4%A`), 400, 'request.malformed'],
      ['a form', () => post('/api/v1/supervisees', 'a=1', { 'content-type': 'text/plain' }), 400, 'request.invalid'],
      ['nobody', () => fetch(`${api.url}/api/v1/me`), 401, 'session.missing'],
      [
        'deep nesting',
        () => post('/api/v1/zones', `{"a":${'['.repeat(5e4)}${']'.repeat(5e4)}}`),
        400,
        'request.invalid',
      ],
    ] as const)('to %s', async (_, ask, status, code) => {
      const answer = await ask();
      expect(answer.status).toBe(status);
      expect(await problemOf(answer)).toMatchObject({ status, code, type: `urn:zhengtu:problem:${code}` });
    });

    it('and says which methods an address takes', async () => {
      const answer = await fetch(`${api.url}/api/v1/supervisees`, { method: 'DELETE' });
      expect(answer.headers.get('allow')).toBe('GET, POST');
    });

    it('and lets nothing of its insides out when it fails, only a number to quote', async () => {
      await database.owner.query('alter table zone rename to zone_away');
      try {
        const fault = await county.refusal('listZones');
        expect(fault).toMatchObject({ status: 500, code: 'fault.unexpected' });
        expect(fault.detail).toContain(String(fault.facts?.['fault']));
        expect(JSON.stringify(fault)).not.toMatch(/relation|select|zone_version/);
      } finally {
        await database.owner.query('alter table zone_away rename to zone');
      }
    });
  });

  describe('in front of browsers', () => {
    it('refuses a write that another site makes them send', async () => {
      const answer = await post('/api/v1/supervisees', JSON.stringify(person), { origin: 'https://elsewhere.example' });
      expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'request.cross-site' });
    });

    it('lets pages load from here, and tiles from where they are configured', async () => {
      const policy = (await fetch(`${api.url}/`, { headers: { accept: 'text/html' } })).headers.get(
        'content-security-policy',
      );
      expect(policy).toMatch(/script-src 'self';/);
      expect(policy).toMatch(/worker-src 'self' blob:/);
      expect(policy).toMatch(/img-src 'self' data: blob: https:\/\/tiles.example.cn/);
    });

    it.each(['/', '/alerts/17', '/setup'])('shows the console at %s, fresh each time', async (path) => {
      const page = await fetch(`${api.url}${path}`, { headers: { accept: 'text/html,*/*' } });
      expect(await page.text()).toBe('<title>console</title>');
      expect(page.headers.get('cache-control')).toBe('no-cache');
    });

    it('lets them keep what is named for its content, and shows no page for what is not there', async () => {
      const script = await fetch(`${api.url}/assets/main-1a2b.js`);
      expect(script.headers.get('cache-control')).toContain('immutable');
      const gone = await fetch(`${api.url}/assets/main-0000.js`, { headers: { accept: 'text/html' } });
      expect(await problemOf(gone)).toMatchObject({ status: 404 });
    });

    it('tells the console what it is set up with', async () => {
      expect(await (await fetch(`${api.url}/config.json`)).json()).toEqual({
        tileUrl: 'https://tiles.example.cn/{z}/{x}/{y}.png',
        tileCrs: 'wgs84',
        tileAttribution: null,
        version: 'spec',
        demo: false,
      });
    });

    it('counts how long calls take and how they end, without saying about whom', async () => {
      await county.ask('me');
      await county.send('getAlert', { id: '77' });
      const numbers = await (await fetch(`${api.url}/metrics`)).text();
      expect(numbers).toMatch(/api_request_seconds_count\{[^}]*call="me"[^}]*\} \d+/);
      expect(numbers).toMatch(
        /api_request_seconds_count\{status="404",call="getAlert"\} 1|call="getAlert",status="404"\} 1/,
      );
      expect(numbers).toContain('consoles_connected 0');
    });

    it('has its documents, and a page to read them on without going elsewhere', async () => {
      expect(await (await fetch(`${api.url}/api/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' });
      expect(await (await fetch(`${api.url}/api/asyncapi.json`)).json()).toMatchObject({ asyncapi: '3.0.0' });
      const page = await (await fetch(`${api.url}/api/docs`)).text();
      expect(page).toContain('swagger-ui');
      expect(page).not.toMatch(/(src|href)="https?:/);
    });
  });
});
