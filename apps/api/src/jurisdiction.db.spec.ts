import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endpoints, roles, type Endpoint, type Role } from '#libs/protocol';
import { thousandPoints } from '#libs/points';
import {
  BOZHOU,
  box,
  HONGHUAGANG,
  HUICHUAN,
  openTestDatabase,
  raiseAlert,
  seedCounties,
  startApi,
  type Caller,
  type Request,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';
import type { EndpointName } from './http/asked.js';

/** One of everything, in one county. */
interface Things {
  readonly supervisee: string;
  readonly order: string;
  readonly device: string;
  readonly zone: string;
  readonly alert: string;
  readonly account: string;
  readonly hold: string;
  readonly suppression: string;
  readonly incident: string;
  readonly leave: string;
  readonly contact: string;
  readonly listed: string;
  readonly backtest: string;
  readonly scheme: string;
  readonly entry: string;
  readonly close: string;
  readonly fact: string;
}

const span = { from: '2026-11-01T00:00:00+08:00', to: '2026-11-02T00:00:00+08:00' };
const person = { name: '张某', category: 'probation', termFrom: '2026-01-01', termTo: '2027-01-01' };
const drawing = { name: '学校', kind: 'exclusion', geometry: box(106.1, 27.1, 106.2, 27.2) };
const proposal = {
  ground: 'left_area',
  evidence: '擅自外出',
  from: '2026-11-01T00:00:00+08:00',
  to: '2026-12-01T00:00:00+08:00',
};

const away = {
  placeName: '贵阳',
  circle: { lat: 26.6, lon: 106.7, radius: 5_000 },
  reason: 'spec',
  from: '2026-11-01T00:00:00+08:00',
  to: '2099-01-01T00:00:00+08:00',
  approvedBy: 'spec',
};
const protectedPerson = {
  kind: 'protected_person',
  designation: '被害人甲',
  personName: '王某',
  placeName: '汇川区某小区',
  circle: { lat: 27.7, lon: 106.9, radius: 50 },
  basis: 'spec',
};
const training = { name: '培训基地', circle: { lat: 27.7, lon: 106.9, radius: 80 }, reason: 'spec' };
const trial = { change: { is: 'rule', kind: 'zone.exit' }, reason: 'spec', ...span };

/** How each call is made about the things of one county; `by` keeps what is made apart. */
const requests: Record<
  Exclude<EndpointName, 'signIn' | 'signOut' | 'setUp'>,
  (of: Things, division: string, by: string) => Request
> = {
  me: () => ({}),
  listAccounts: () => ({}),
  addAccount: (_, division, by) => ({
    body: { username: `made.${by}`, displayName: 'x', password: 'long enough password', role: 'officer', division },
  }),
  changeAccount: ({ account }) => ({ id: account, body: { displayName: 'y' } }),
  listSupervisees: () => ({}),
  addSupervisee: (_, division) => ({ body: { ...person, division } }),
  getSupervisee: ({ supervisee }) => ({ id: supervisee }),
  changeSupervisee: ({ supervisee }) => ({ id: supervisee, body: { version: 999 } }),
  getTrack: ({ supervisee }) => ({ id: supervisee, query: { ...span, purpose: 'spec' } }),
  getMonitoredTime: ({ supervisee }) => ({ id: supervisee, query: { from: '2026-11-01', to: '2026-11-02' } }),
  recomputeMonitoredTime: ({ supervisee }) => ({ id: supervisee, query: { day: '2026-11-01' } }),
  listNearby: () => ({
    query: { lat: '27.7', lon: '106.9', from: span.from, to: '2026-11-01T01:00:00+08:00', purpose: 'spec' },
  }),
  listHolds: ({ supervisee }) => ({ id: supervisee }),
  placeHold: ({ supervisee }) => ({ id: supervisee, body: { ground: 'complaint', reason: 'spec' } }),
  releaseHold: ({ hold }) => ({ id: hold, body: { reason: 'spec' } }),
  listLeaves: ({ supervisee }) => ({ id: supervisee }),
  listSearches: ({ supervisee }) => ({ id: supervisee }),
  approveLeave: ({ supervisee }) => ({ id: supervisee, body: away }),
  reportBack: ({ leave }) => ({ id: leave }),
  listForbiddenContacts: ({ supervisee }) => ({ id: supervisee }),
  forbidContact: ({ supervisee }) => ({ id: supervisee, body: protectedPerson }),
  listListedPlaces: () => ({}),
  listPlace: (_, division) => ({ body: { ...training, division } }),
  withdrawListedPlace: ({ listed }) => ({ id: listed, body: { reason: 'spec' } }),
  withdrawForbiddenContact: ({ contact }) => ({ id: contact, body: { reason: 'spec' } }),
  seeProtectedPlace: ({ contact }) => ({ id: contact, query: { purpose: 'spec' } }),
  withdrawLeave: ({ leave }) => ({ id: leave, body: { reason: 'spec' } }),
  listOrders: ({ supervisee }) => ({ id: supervisee }),
  proposeOrder: ({ supervisee }) => ({ id: supervisee, body: proposal }),
  approveOrder: ({ order }) => ({ id: order }),
  endOrder: ({ order }) => ({ id: order }),
  listDevices: () => ({}),
  addDevice: (_, division) => ({ body: { division } }),
  getDevice: ({ device }) => ({ id: device }),
  bindDevice: ({ device, supervisee }) => ({ id: device, body: { superviseeId: supervisee } }),
  unbindDevice: ({ device }) => ({ id: device }),
  readCommands: ({ device }) => ({ id: device }),
  sendCommand: ({ device }) => ({ id: device, body: { cmd: 'vibrate' } }),
  listZones: () => ({}),
  addZone: ({ supervisee }, division) => ({ body: { ...drawing, division, supervisees: [supervisee] } }),
  redrawZone: ({ zone }, division) => ({ id: zone, body: { ...drawing, division } }),
  listDivisions: () => ({}),
  listAlerts: () => ({}),
  getAlert: ({ alert }) => ({ id: alert }),
  claimAlert: ({ alert }) => ({ id: alert }),
  ackAlert: ({ alert }) => ({ id: alert }),
  noteAlert: ({ alert }) => ({ id: alert, body: { note: 'seen' } }),
  resolveAlert: ({ alert }) => ({ id: alert, body: { code: 'false' } }),
  escalateAlert: ({ alert }) => ({ id: alert }),
  contactAlert: ({ alert }) => ({ id: alert, body: { way: 'call', result: 'no_answer' } }),
  listSuppressions: () => ({}),
  proposeSuppression: ({ supervisee }) => ({ body: held(supervisee) }),
  approveSuppression: ({ suppression }) => ({ id: suppression }),
  endSuppression: ({ suppression }) => ({ id: suppression, body: { reason: 'spec' } }),
  getIncident: ({ incident }) => ({ id: incident }),
  resolveIncident: ({ incident }) => ({ id: incident, body: { code: 'technical' } }),
  listPolicies: () => ({}),
  listBacktests: () => ({}),
  addBacktest: (_, division) => ({ body: { ...trial, division } }),
  getBacktest: ({ backtest }) => ({ id: backtest }),
  cancelBacktest: ({ backtest }) => ({ id: backtest }),
  listPointsSchemes: () => ({}),
  listPointsSchemeExamples: () => ({}),
  addPointsScheme: (_, division) => ({ body: { ...written, division } }),
  checkPointsScheme: () => ({ body: { document: '{}' } }),
  getPointsScheme: ({ scheme }) => ({ id: scheme, query: { version: '1' } }),
  tryPointsScheme: ({ scheme }) => ({ id: scheme, query: { version: '1' } }),
  enactPointsScheme: ({ scheme }) => ({ id: scheme, body: { version: 1, from: thisMonth } }),
  getPoints: ({ supervisee }) => ({ id: supervisee }),
  proposePoints: ({ supervisee }) => ({ id: supervisee, body: credit() }),
  getPointsStatement: ({ supervisee }) => ({ id: supervisee, query: { month: thisMonth } }),
  listFacts: ({ supervisee }) => ({ id: supervisee }),
  recordFact: ({ supervisee }) => ({ id: supervisee, body: kept() }),
  withdrawFact: ({ fact }) => ({ id: fact, body: { reason: 'spec' } }),
  listPointsEntries: () => ({}),
  confirmPoints: ({ entry }) => ({ id: entry }),
  withdrawPoints: ({ entry }) => ({ id: entry, body: { reason: 'spec' } }),
  objectToPoints: ({ entry }) => ({ id: entry, body: { reason: 'spec' } }),
  upholdPoints: ({ entry }) => ({ id: entry, body: { reason: 'spec' } }),
  overturnPoints: ({ entry }) => ({ id: entry, body: { reason: 'spec' } }),
  previewPointsMonth: () => ({ query: { month: thisMonth } }),
  listPointsCloses: () => ({}),
  beginPointsClose: () => ({ body: { month: '2026-01' } }),
  getPointsCloseLines: ({ close }) => ({ id: close }),
  publishPointsClose: ({ close }) => ({ id: close }),
  finalisePointsClose: ({ close }) => ({ id: close }),
  readFeed: () => ({}),
  getMonitoring: () => ({}),
  listAudit: () => ({}),
  verifyAudit: () => ({}),
  exportAudit: () => ({}),
};
const written = { document: JSON.stringify(thousandPoints), note: 'spec' };
const thisMonth = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
const credit = () => ({ item: 'report-kept', at: new Date(Date.now() - 1_000).toISOString(), reason: 'spec' });
const kept = () => ({ kind: 'report.kept', at: new Date(Date.now() - 1_000).toISOString(), evidence: 'spec' });
const names = Object.keys(requests) as (keyof typeof requests)[];

const held = (superviseeId: string) => ({
  superviseeId,
  reason: 'spec',
  to: new Date(Date.now() + 3_600_000).toISOString(),
});

/** What may come of a call that one is allowed to make about what one is responsible for. */
const ALLOWED = [200, 201, 204, 409];

describe('who may do what, and about whom', () => {
  let database: TestDatabase;
  let api: RunningApi;
  const callers = new Map<Role, Caller>();

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    for (const role of roles) callers.set(role, await api.as(role, HUICHUAN));
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  const by = (role: Role): Caller => callers.get(role) as Caller;

  async function thingsIn(division: string): Promise<Things> {
    const county = await api.as('county', division);
    const { id: supervisee } = await county.ask('addSupervisee', { body: { ...person, division } });
    const order = await county.ask('proposeOrder', { id: supervisee, body: proposal });
    const device = await county.ask('addDevice', { body: { division } });
    const zone = await county.ask('addZone', { body: { ...drawing, supervisees: [supervisee] } });
    const alert = await raiseAlert(database, { superviseeId: supervisee, division });
    const hold = await county.ask('placeHold', { id: supervisee, body: { ground: 'inquiry', reason: 'spec' } });
    const { id: suppression } = await county.ask('proposeSuppression', { body: held(supervisee) });
    const gathered = await database.owner.query<{ incident: string }>(
      `with made as (
         insert into incident (division, kind, began_at, last_at) values ($1, 'zone.exit', now(), now()) returning id
       )
       update alert set incident_id = made.id from made where alert.id = $2 returning made.id as incident`,
      [division, alert],
    );
    const incident = gathered.rows[0]?.incident ?? '';
    const listed = await county.ask('listPlace', { body: training });
    const contact = await county.ask('forbidContact', { id: supervisee, body: protectedPerson });
    const leave = await county.ask('approveLeave', { id: supervisee, body: away });
    // Only so many of an office may wait at a time.
    await database.owner.query(`update backtest set state = 'done', ended_at = now()`);
    const { id: backtest } = await county.ask('addBacktest', { body: trial });
    const { id: scheme } = await county.ask('addPointsScheme', { body: written });
    const head = await api.as('head', division);
    await head.ask('enactPointsScheme', { id: scheme, body: { version: 1, from: thisMonth } });
    const { id: entry } = await county.ask('proposePoints', { id: supervisee, body: credit() });
    const { id: fact } = await county.ask('recordFact', { id: supervisee, body: kept() });
    const { rows: closes } = await database.owner.query<{ id: string }>(
      `insert into points_close (division, month, scheme_id, version, begun_by, begun_at)
       values ($1, '2026-02-01', $2, 1, $3, now())
       on conflict (division, month) do update set begun_at = excluded.begun_at returning id::text`,
      [division, scheme, county.id],
    );
    return {
      incident,
      scheme,
      close: closes[0]?.id ?? '',
      entry,
      fact,
      backtest,
      suppression,
      hold: hold.id,
      leave: leave.id,
      contact: contact.id,
      listed: listed.id,
      supervisee,
      order: order.id,
      device: device.id,
      zone: zone.id,
      alert,
      account: county.id,
    };
  }

  it.each(names)('%s is for the roles in the catalogue and no others', async (name) => {
    const things = await thingsIn(HUICHUAN);
    const allowed = (endpoints[name] as Endpoint).roles;
    for (const role of roles) {
      const { status } = await by(role).send(name, requests[name](things, HUICHUAN, `${name}.${role}`.toLowerCase()));
      if (allowed.length === 0 || allowed.includes(role)) expect(ALLOWED).toContain(status);
      else expect([role, status]).toEqual([role, 403]);
    }
    expect((await api.stranger.send(name, requests[name](things, HUICHUAN, 'x'))).status).toBe(401);
  });

  const about = names.filter(
    (name) =>
      !name.startsWith('list') &&
      !['previewPointsMonth', 'beginPointsClose'].includes(name) &&
      !['me', 'readFeed', 'getMonitoring', 'verifyAudit', 'exportAudit', 'checkPointsScheme'].includes(name),
  );

  it.each(about)('%s reaches nobody outside the jurisdiction, whatever the role', async (name) => {
    const { roles: allowed } = endpoints[name] as Endpoint;
    const elsewhere = await thingsIn(HONGHUAGANG);
    for (const role of allowed as readonly Role[]) {
      const request = requests[name](elsewhere, HONGHUAGANG, `far.${name}.${role}`.toLowerCase());
      const refused = await by(role).refusal(name, request);
      expect([role, refused.status]).toEqual([role, name.startsWith('add') ? 403 : 404]);
    }
  });

  it('a neighbour sees nothing in any list', async () => {
    const things = await thingsIn(BOZHOU);
    const neighbour = await api.as('county', HONGHUAGANG);
    const ids = async (name: 'listSupervisees' | 'listDevices' | 'listZones' | 'listAlerts') =>
      (await neighbour.ask(name, { query: { limit: '500' } })).items.map(({ id }) => id);
    expect(await ids('listSupervisees')).not.toContain(things.supervisee);
    expect(await ids('listDevices')).not.toContain(things.device);
    expect(await ids('listZones')).not.toContain(things.zone);
    expect(await ids('listAlerts')).not.toContain(things.alert);
    const told = (await neighbour.ask('readFeed', { query: { limit: '500' } })).items;
    expect(JSON.stringify(told)).not.toContain(`"id":"${things.alert}"`);
  });

  it('the city sees all its counties, and a township only itself', async () => {
    const things = await thingsIn(BOZHOU);
    const city = await api.as('county', '5203');
    expect((await city.ask('getAlert', { id: things.alert })).superviseeId).toBe(things.supervisee);
    const township = await api.as('officer', `${BOZHOU}100`);
    expect((await township.send('getSupervisee', { id: things.supervisee })).status).toBe(404);
  });

  it('an administrator is not told who wears a wristband', async () => {
    const things = await thingsIn(HUICHUAN);
    await by('county').ask('bindDevice', { id: things.device, body: { superviseeId: things.supervisee } });
    expect((await by('county').ask('getDevice', { id: things.device })).superviseeId).toBe(things.supervisee);
    expect((await by('admin').ask('getDevice', { id: things.device })).superviseeId).toBeNull();
    const { items } = await by('admin').ask('listDevices', { query: { limit: '500' } });
    expect(items.filter(({ superviseeId }) => superviseeId !== null)).toEqual([]);
  });

  it('what is not an identifier identifies nothing', async () => {
    for (const id of ['0', '99999999999999999999', '9223372036854775808', "1'--", 'x', '-1', '1.5', '%2e%2e']) {
      expect([id, (await by('county').send('getSupervisee', { id })).status]).toEqual([id, 404]);
    }
  });
});
