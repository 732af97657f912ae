import 'reflect-metadata';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import pg from 'pg';
import { compileArea, wgs84 } from '#libs/geo';
import { accountId, instant } from '#libs/kernel';
import type { TrialChange } from '#libs/protocol';
import { BacktestStore, importDivisions, PostgresDatabase, RetentionStore } from '#libs/store';
import { readZunyiCounties } from '#infra/boundaries';
import { BacktestRunner } from '../../apps/worker/src/backtest/backtest.runner.js';
import { fillRecords } from './support/fill-records.js';

/**
 * Thirty days of a thousand people, a record a minute, judged by another policy and by the one in force, as the worker does
 * it: how long that takes, and how long everything else of the worker waits meanwhile.
 */
const PEOPLE = Number(process.env['PEOPLE'] ?? 1_000);
const DAYS = Number(process.env['DAYS'] ?? 30);
const DAY = 86_400_000;
const WARM = 7;
/** What is tried: `policy`, `zone` or `rule`. */
const WHAT = process.env['WHAT'] ?? 'policy';
const changes: Readonly<Record<string, TrialChange>> = {
  policy: { is: 'policy', kind: 'zone.exit', parameters: { dwellSeconds: 300, probability: 0.99 } },
  zone: {
    is: 'zone',
    zoneId: null,
    drawing: { name: 'bench', kind: 'exclusion', buffer: 0, circle: { lat: 27.7, lon: 106.93, radius: 500 } },
  },
  rule: { is: 'rule', kind: 'zone.exit' },
};

const counties = readZunyiCounties();
const { TEST_DATABASE_URL: ownerUrl = '', TEST_APPLICATION_URL: applicationUrl = '' } = process.env;
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const firstDay = Math.floor(Date.now() / DAY) * DAY - DAYS * DAY;
  const db = new PostgresDatabase({ url: applicationUrl, name: 'bench', max: 4 });
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  try {
    await importDivisions(
      db,
      counties.map(({ area, ...county }) => ({ ...county, geometry: area })),
      'bench',
    );
    await fillRecords(ownerUrl, { people: PEOPLE, days: DAYS, firstDay }, tell, Date.now() - WARM * DAY);
    await settle(owner);
    const retention = new RetentionStore(db);
    while ((await retention.compressOne(instant(Date.now()), WARM)) !== null);
    await owner.query('checkpoint');
    process.stdout.write(`${JSON.stringify(await measure(db, owner, firstDay))}\n`);
  } finally {
    await db.end();
    await owner.end();
  }
}

/** Everybody is registered in the county of the home that fill-records.ts gave them. */
async function settle(owner: pg.Pool): Promise<void> {
  const { rows } = await owner.query<{ id: string }>('select id::text from supervisee order by id');
  const areas = counties.map(({ code, area }) => ({ code, area: compileArea(area) }));
  const divisions = rows.map(({ id }) => {
    const home = wgs84(
      27.6 + ((Number(id) * 7_919) % 1_800) / 10_000,
      106.8 + ((Number(id) * 104_729) % 2_000) / 10_000,
    );
    return areas.find(({ area }) => area.contains(home))?.code ?? '520303';
  });
  await owner.query(
    'update supervisee s set division = v.division from unnest($1::bigint[], $2::text[]) v (id, division) where v.id = s.id',
    [rows.map(({ id }) => id), divisions],
  );
}

async function measure(db: PostgresDatabase, owner: pg.Pool, firstDay: number): Promise<object> {
  const change = changes[WHAT];
  if (change === undefined) throw new Error(`WHAT is one of ${Object.keys(changes).join(', ')}`);
  const { rows } = await owner.query<{ id: string }>('select id::text from account limit 1');
  const by = accountId(rows[0]?.id ?? '');
  const period = { from: instant(firstDay), to: instant(firstDay + DAYS * DAY) };
  const store = new BacktestStore(db);
  const people = await store.people('5203', {}, period, PEOPLE);
  const what = { division: '5203', office: '5203', change, reason: 'bench', ...period };
  const id = await store.add({ ...what, people, by, at: instant(Date.now()) });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [began, used] = [performance.now(), process.cpuUsage()];
  const telling = setInterval(() => void progress(store, id).then(tell), 15_000);
  await new BacktestRunner(db).runOne();
  clearInterval(telling);
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(used);
  delay.disable();
  const [done] = await store.list('5203', { id, limit: 1 });
  if (done?.state !== 'done') throw new Error(`it is ${done?.state ?? 'not there'}`);
  const { records } = done.progress;
  for (const counts of done.kinds) tell(JSON.stringify(counts));
  return {
    records,
    seconds: Math.round(seconds * 10) / 10,
    what: WHAT,
    people: done.progress.done,
    kinds: done.kinds.length,
    per_second: Math.round(records / seconds),
    cpu_s: Math.round((user + system) / 1e5) / 10,
    wait_p99_ms: Math.round(delay.percentile(99) / 1e5) / 10,
    wait_max_ms: Math.round(delay.max / 1e5) / 10,
    rss_mb: Math.round(process.memoryUsage().rss / 1e6),
  };
}

async function progress(store: BacktestStore, id: Parameters<BacktestStore['cancel']>[0]): Promise<string> {
  const [one] = await store.list('5203', { id, limit: 1 });
  return `${one?.progress.done} of ${one?.progress.people} people, ${one?.progress.records} records`;
}

await main();
