import mqtt, { type MqttClient } from 'mqtt';
import pg from 'pg';
import { accountFor, hostileMessages, type Accounts, type HostileMessage } from '#libs/testkit';
import { enrol, type Enrolled } from '../support/enrol.js';
import { until } from '../support/until.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

/**
 * Mutated payloads through broker, ingest and database, with engine and console running: how many became records, how
 * many were refused in part or kept in quarantine, and how many nobody can account for. SEED repeats a run.
 */
const PAYLOADS = Number(process.env['PAYLOADS'] ?? 200_000);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const DEVICES = 20;
/** Messages that are on their way at once, on one connection. */
const WINDOW = 100;
const GIVE_UP_MS = 60_000;

async function main(): Promise<void> {
  process.stderr.write(`SEED=${SEED}\n`);
  const zhengtu = await startZhengtu();
  const owner = new pg.Pool({ connectionString: zhengtu.ownerUrl, max: 1 });
  owner.on('error', () => undefined);
  try {
    const ingest = zhengtu.pid('ingest');
    const fleet = await enrolFleet(zhengtu);
    const messages = [...hostileMessages([...fleet.keys()], { seed: SEED, count: PAYLOADS, now: Date.now() })];
    const started = Date.now();
    await sendAll(fleet, messages);
    process.stderr.write(`sent in ${secondsSince(started)} s\n`);
    const { unaccounted, ...accounts } = await settled(owner, messages);
    const seconds = secondsSince(started);
    await aliveAfterAll(zhengtu, ingest, fleet);
    for (const { topic, payload } of unaccounted.slice(0, 5)) {
      process.stderr.write(`unaccounted: ${topic} ${payload.subarray(0, 300).toString('hex')}\n`);
    }
    const result = { payloads: messages.length, ...accounts, unaccounted: unaccounted.length, seconds };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await owner.end();
    await zhengtu.stop();
  }
}

type Member = Enrolled & { readonly client: MqttClient };

async function enrolFleet({ office, head, mqttUrl }: Zhengtu): Promise<Map<string, Member>> {
  const fleet = new Map<string, Member>();
  for (let index = 0; index < DEVICES; index += 1) {
    const enrolled = await enrol(office, head, `乱码${index}`);
    const { deviceId: id, secret: password } = enrolled;
    const client = await mqtt.connectAsync(mqttUrl, { clientId: id, username: id, password, clean: false });
    client.on('error', () => undefined);
    fleet.set(id, { ...enrolled, client });
  }
  return fleet;
}

/** Every message is acknowledged by the broker, or this does not come back. */
async function sendAll(fleet: ReadonlyMap<string, Member>, messages: readonly HostileMessage[]): Promise<void> {
  const flights = [...fleet].map(async ([id, { client }]) => {
    const flying = new Set<Promise<unknown>>();
    for (const { topic, payload } of messages.filter((message) => message.topic.split('/').includes(id))) {
      const flight = client.publishAsync(topic, payload, { qos: 1 }).finally(() => flying.delete(flight));
      flying.add(flight);
      if (flying.size >= WINDOW) await Promise.race(flying);
    }
    await Promise.all(flying);
  });
  await Promise.all(flights);
}

/** Looks until all is there, or nothing more has come for a minute. */
async function settled(owner: pg.Pool, messages: readonly HostileMessage[]): Promise<Accounts> {
  let accounts = await accountFor(owner, messages);
  for (let movedAt = Date.now(); accounts.unaccounted.length > 0 && Date.now() - movedAt < GIVE_UP_MS;) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const next = await accountFor(owner, messages);
    if (next.unaccounted.length < accounts.unaccounted.length) movedAt = Date.now();
    accounts = next;
  }
  return accounts;
}

/** The same ingest is there, and a strap that is opened after all that still becomes an alert. */
async function aliveAfterAll(zhengtu: Zhengtu, ingest: number | undefined, fleet: ReadonlyMap<string, Member>) {
  if (zhengtu.pid('ingest') !== ingest) throw new Error('ingest was ended by a message');
  const sane = await enrol(zhengtu.office, zhengtu.head, '正常');
  const { deviceId: id, secret: password } = sane;
  const client = await mqtt.connectAsync(zhengtu.mqttUrl, { clientId: id, username: id, password });
  const record = { seq: 1, t: Date.now(), k: 'strap_open' };
  await client.publishAsync(`wristband/v1/${id}/up`, JSON.stringify({ boot: 1, rec: [record] }), { qos: 1 });
  const open = `/alerts?supervisee=${sane.superviseeId}&kind=strap.open&state=open`;
  const sent = Date.now();
  await until('the alert', async () => (await zhengtu.office.get<{ items: unknown[] }>(open)).items[0], 120_000);
  process.stderr.write(`an alert after all that took ${secondsSince(sent)} s\n`);
  await Promise.all([...fleet.values(), { client }].map((member) => member.client.endAsync(true)));
}

const secondsSince = (started: number): number => Math.round((Date.now() - started) / 100) / 10;

await main();
