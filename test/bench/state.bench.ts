import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { PARTITIONS } from '#libs/kernel';
import { importDivisions, PostgresDatabase } from '#libs/store';
import { readZunyiCounties } from '#infra/boundaries';
import { EngineProcess } from './support/engine-process.js';

/**
 * The nation's caseload in the engines' memory: everybody sends some records, and engines judge them all; then they are
 * stopped and started again. What they hold in memory with everybody in it, and how long until straps that were opened while
 * they were away are alerts, in every partition.
 */
const PEOPLE = Number(process.env['PEOPLE'] ?? 700_000);
const ENGINES = Number(process.env['ENGINES'] ?? 3);
const ROUNDS = Number(process.env['ROUNDS'] ?? 2);
/** How they are stopped: told to, or killed. */
const HOW = process.env['KILL'] === '1' ? 'SIGKILL' : 'SIGTERM';
const AT_ONCE = 50_000;
const LONGEST_MS = 1_800_000;

const { TEST_DATABASE_URL: ownerUrl = '', TEST_APPLICATION_URL: applicationUrl = '' } = process.env;
const tell = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);
const counties = readZunyiCounties().map(({ code, nameZh, nameEn, area }) => ({
  code,
  nameZh,
  nameEn,
  geometry: area,
}));

async function main(): Promise<void> {
  const db = new PostgresDatabase({ url: applicationUrl, name: 'bench', max: 1 });
  await importDivisions(db, counties, 'bench');
  await db.end();
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 4 });
  const engines: EngineProcess[] = [];
  try {
    process.stdout.write(`${JSON.stringify(await measure(owner, engines))}\n`);
  } finally {
    await Promise.all(engines.map((engine) => engine.end('SIGKILL')));
    await owner.end();
  }
}

async function measure(owner: pg.Pool, engines: EngineProcess[]): Promise<object> {
  await owner.query('select ensure_record_days(current_date - 1, current_date + 1)');
  await owner.query(ENROL, [PEOPLE]);
  await owner.query('analyze');
  tell(`${PEOPLE} people`);
  for (let round = 1; round < ROUNDS; round += 1) await everybody(owner, round);
  engines.push(...(await start()));
  const first = await judged(owner, engines);
  await everybody(owner, ROUNDS);
  await judged(owner, engines);
  const held = sum(engines.map(({ rss }) => rss));
  tell(`everybody is judged, first after ${first} s: ${engines.map(({ rss }) => Math.round(rss)).join(' ')} MB`);
  const stopping = Date.now();
  await Promise.all(engines.map((engine) => engine.end(HOW)));
  const stopped = (Date.now() - stopping) / 1_000;
  tell(`stopped within ${stopped} s`);
  await owner.query(STRAPS, [new Date()]);
  const began = Date.now();
  engines.splice(0, ENGINES, ...(await start()));
  await until('alerts in all partitions', async () => (await straps(owner)) === PARTITIONS);
  const restart = (Date.now() - began) / 1_000;
  tell(`judging after ${restart} s`);
  // Whom nobody has heard of is not in memory yet.
  await everybody(owner, ROUNDS + 1);
  await judged(owner, engines);
  const again = sum(engines.map(({ rss }) => rss));
  return {
    supervisees: PEOPLE,
    rss_mb: Math.round(Math.max(held, again)),
    restart_s: round1(restart),
    ...{ engines: ENGINES, stop_s: round1(stopped), first_s: first, how: HOW },
  };
}

const start = (): Promise<EngineProcess[]> =>
  Promise.all(Array.from({ length: ENGINES }, (_, index) => EngineProcess.start(`state${index + 1}`)));

/** A record of everybody, some at a time. */
async function everybody(owner: pg.Pool, round: number): Promise<void> {
  const { rows } = await owner.query<{ first: string; last: string }>(
    'select min(id)::text as first, max(id)::text as last from supervisee',
  );
  for (let from = Number(rows[0]?.first ?? 0); from <= Number(rows[0]?.last ?? -1); from += AT_ONCE) {
    await owner.query(RECORDS, [from, from + AT_ONCE, round, new Date()]);
  }
  tell(`round ${round}`);
}

/** Seconds until everything that was stored is judged, and written down. */
async function judged(owner: pg.Pool, engines: readonly EngineProcess[]): Promise<number> {
  const began = Date.now();
  const { rows } = await owner.query<{ arrival: string }>('select max(arrival)::text as arrival from record');
  const least = 'select min(arrival) > $1::bigint as all from engine_partition';
  let told = 0;
  await until('all to be judged', async () => {
    if (Date.now() - told > 15_000) {
      told = Date.now();
      tell(engines.map(({ rss }) => Math.round(rss)).join(' ') + ' MB');
    }
    return (await owner.query<{ all: boolean }>(least, [rows[0]?.arrival])).rows[0]?.all === true;
  });
  return Math.round((Date.now() - began) / 1_000);
}

async function straps(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ parts: number }>(
    `select count(distinct supervisee_id % 64)::int as parts from alert where kind = 'strap.open'`,
  );
  return rows[0]?.parts ?? 0;
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; await pause(200)) if (await isSo()) return;
  throw new Error(`${what} did not come`);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const round1 = (seconds: number): number => Math.round(seconds * 10) / 10;

const ENROL = `
  with head as (
    insert into account (username, display_name, password_hash, role, division)
    values ('filler', 'filler', '', 'head', '5203') returning id
  ), person as (
    insert into supervisee (name, division, category, term_from, term_to, created_at)
    select 'person ' || n, '520303', 'probation', current_date - 30, current_date + 300, now() - interval '2 days'
    from generate_series(1, $1::integer) n returning id
  ), wristband as (
    insert into device (id, division, secret_salt, secret_hash, interval_s, created_at)
    select 'WB-' || to_char(id, 'FM00000000'), '5203', '', '', 3600, now() - interval '2 days' from person
  ), bound as (
    insert into device_binding (device_id, supervisee_id, during)
    select 'WB-' || to_char(id, 'FM00000000'), id, tstzrange(now() - interval '1 day', null) from person
  )
  insert into device_order (supervisee_id, ground, evidence, valid_from, valid_to, state, proposed_by, proposed_at,
    approved_by, approved_at)
  select p.id, 'left_area', '', now() - interval '1 day', now() + interval '60 days', 'approved', h.id,
    now() - interval '1 day', h.id, now() - interval '1 day'
  from person p cross join head h`;

/** Somewhere well inside the county. */
const RECORDS = `
  with sent as (
    select id, 'WB-' || to_char(id, 'FM00000000') as device from supervisee where id >= $1 and id < $2
  ), stored as (
    insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, lat, lon, accuracy_m,
      source, speed_ms, satellites, battery_pct, worn)
    select device, 1, $3::bigint, $4::timestamptz, $4, (pg_current_xact_id()::text)::bigint, id, id % 64, 1, 'fix',
      27.7506 + (id % 1000) * 0.000005, 106.9345 + (id % 700) * 0.000005 + $3 * 0.00001, 8, 'gnss', 0.8, 9, 83, true
    from sent
  )
  insert into device_stream (device_id, life, boot, stored, newest_seq, newest_at, last_received_at)
  select device, 1, 1, '{[1,2)}', $3, $4, $4 from sent
  on conflict (device_id, life) do update
  set newest_seq = excluded.newest_seq, newest_at = excluded.newest_at, last_received_at = excluded.last_received_at`;

const STRAPS = `
  insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind)
  select 'WB-' || to_char(id, 'FM00000000'), 1, 1000000, $1::timestamptz, $1, (pg_current_xact_id()::text)::bigint, id, id % 64,
    1, 'strap_open'
  from (select id from supervisee order by id limit 64) first`;

await main();
