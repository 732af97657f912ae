import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import {
  addWearer,
  HONGHUAGANG,
  HUICHUAN,
  openTestDatabase,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

describe('commands to wristbands', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let office: Caller;
  let device = '';
  let wearer = '';
  let made = 0;

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    office = await api.as('officer', HUICHUAN);
  });
  beforeEach(async () => {
    device = `WB-API-${(made += 1)}`;
    wearer = await addWearer(database, device, instant(Date.now() - 86_400_000));
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  const send = (body: object, more: object = {}) => office.ask('sendCommand', { id: device, body, ...more });
  const refused = (body: object, by = office) => by.refusal('sendCommand', { id: device, body });

  it('are queued for 180 seconds, and listed with the newest first', async () => {
    const located = await send({ cmd: 'locate', purpose: '核实位置' });
    expect(located).toMatchObject({
      ...{ deviceId: device, superviseeId: wearer, cmd: 'locate', state: 'queued', purpose: '核实位置' },
      ...{ requestedBy: { id: office.id }, sentAt: null, endedAt: null, late: false },
    });
    expect(Date.parse(located.expiresAt) - Date.parse(located.requestedAt)).toBe(180_000);
    const told = await send({ cmd: 'message', text: '请回电 0851-1234' });
    const asked = await send({ cmd: 'interval', seconds: 30 });
    const { items, next } = await office.ask('readCommands', { id: device, query: { limit: '2' } });
    expect(items).toEqual([asked, told]);
    const rest = await office.ask('readCommands', { id: device, query: { limit: '2', cursor: next ?? '' } });
    expect(rest).toEqual({ items: [located], next: null });
  });

  it('leave who asked about whom, and what for, in the audit log, but no words of a message', async () => {
    const command = await send({ cmd: 'message', text: '请速来司法所', purpose: '通知报到' });
    const { rows } = await database.owner.query<{ detail: unknown }>(
      'select actor, role, action, subject, division, purpose, detail from audit_entry order by seq desc limit 1',
    );
    expect(rows[0]).toEqual({
      ...{ actor: `account:${office.id}`, role: 'officer', action: 'command.given', subject: `supervisee:${wearer}` },
      ...{ division: HUICHUAN, purpose: '通知报到', detail: { command: command.id, device, cmd: 'message' } },
    });
  });

  it('are told to the consoles of the county and to no others', async () => {
    const command = await send({ cmd: 'vibrate' });
    const told = async (by: Caller) =>
      JSON.stringify((await by.ask('readFeed', { query: { limit: '500' } })).items.filter(isCommand));
    const isCommand = ({ type }: { type: string }): boolean => type === 'command.changed';
    expect(await told(office)).toContain(`"id":"${command.id}"`);
    expect(await told(await api.as('county', HONGHUAGANG))).toBe('[]');
  });

  it('the same request sent twice is one command', async () => {
    const [first, again] = [await send({ cmd: 'locate' }, { key: 'k1' }), await send({ cmd: 'locate' }, { key: 'k1' })];
    expect(again).toEqual(first);
    expect((await office.ask('readCommands', { id: device })).items).toHaveLength(1);
  });

  it('nobody is located whom no order in force allows to track', async () => {
    await database.owner.query(
      `update device_order set valid_to = now() - interval '1 second' where supervisee_id = $1`,
      [wearer],
    );
    expect(await refused({ cmd: 'locate' })).toMatchObject({ status: 409, code: 'order.not-in-force' });
    await office.ask('unbindDevice', { id: device });
    expect(await refused({ cmd: 'locate' })).toMatchObject({ status: 409, code: 'device.not-bound' });
    // A wristband in the drawer may be tried.
    expect((await send({ cmd: 'vibrate' })).superviseeId).toBeNull();
  });

  it('nothing is sent to a person of another county, whoever owns the wristband', async () => {
    await database.owner.query('update supervisee set division = $2 where id = $1', [wearer, HONGHUAGANG]);
    expect(await refused({ cmd: 'vibrate' })).toMatchObject({ status: 403, code: 'officer.outside-jurisdiction' });
    const neighbour = await api.as('county', HONGHUAGANG);
    expect(await refused({ cmd: 'vibrate' }, neighbour)).toMatchObject({ status: 404 });
    expect(await neighbour.refusal('readCommands', { id: device })).toMatchObject({ status: 404 });
  });

  it.each(['prosecutor', 'admin'] as const)('a %s sends none', async (role) => {
    expect((await refused({ cmd: 'locate' }, await api.as(role, HUICHUAN))).status).toBe(403);
  });

  it.each([
    [{ cmd: 'explode' }, '/cmd'],
    [{ cmd: 'locate', seconds: 5 }, '/seconds'],
    [{ cmd: 'interval' }, '/seconds'],
    [{ cmd: 'interval', seconds: 0 }, '/seconds'],
    [{ cmd: 'interval', seconds: 3_601 }, '/seconds'],
    [{ cmd: 'message', text: '  ' }, '/text'],
    [{ cmd: 'message', text: '长'.repeat(501) }, '/text'],
  ])('%j is refused at %s', async (body, pointer) => {
    const { status, errors } = await refused(body);
    expect([status, errors?.map((error) => error.pointer)]).toEqual([400, [pointer]]);
  });
});
