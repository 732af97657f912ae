import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { PARTITIONS } from '#libs/kernel';
import { importDivisions, PostgresDatabase } from '#libs/store';
import { readZunyiCounties } from '#infra/boundaries';
import { enrolMany } from '../support/enrol-many.js';
import { EngineProcess } from './support/engine-process.js';

/**
 * Three engines share 64 partitions and judge so many records a second; one of them is killed (-9), and nobody starts it
 * again. One supervisee of each partition opens and closes the strap every second: each opening must become one alert. The
 * gap is the longest that any of them had to wait. Records are written straight into the tables, ten times a second.
 */
const RATE = Number(process.env['RATE'] ?? 6_000);
const BEFORE_S = Number(process.env['BEFORE'] ?? 20);
const AFTER_S = Number(process.env['AFTER'] ?? 30);
const BATCHES = 10;
const REST_S = 120;

const { TEST_DATABASE_URL: ownerUrl = '', TEST_APPLICATION_URL: applicationUrl = '' } = process.env;
const tell = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function main(): Promise<void> {
  const db = new PostgresDatabase({ url: applicationUrl, name: 'bench', max: 1 });
  await importDivisions(
    db,
    readZunyiCounties().map(({ code, nameZh, nameEn, area }) => ({ code, nameZh, nameEn, geometry: area })),
    'bench',
  );
  await db.end();
  await enrolMany(ownerUrl, { prefix: 'failover-', count: RATE, intervalSeconds: 1 });
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 4 });
  await owner.query('select ensure_record_days(current_date - 1, current_date + 1)');
  const engines = await Promise.all(['one', 'two', 'three'].map((name) => EngineProcess.start(name)));
  try {
    process.stdout.write(`${JSON.stringify(await measure(owner, engines))}\n`);
  } finally {
    await Promise.all(engines.map((engine) => engine.end('SIGKILL')));
    await owner.end();
  }
}

async function measure(owner: pg.Pool, engines: readonly EngineProcess[]): Promise<object> {
  const crowd = await Crowd.of(owner);
  const feeding = crowd.feed();
  for (const engine of engines) await engine.ready(60_000);
  await until('an even share', async () => (await shares(owner)).size === 3, 60_000);
  await until('all to be judged', async () => (await crowd.waiting(2)) === 0, 120_000);
  tell('three engines judge');
  await pause(BEFORE_S * 1_000);
  const [, victim] = engines;
  if (victim === undefined) throw new Error('nobody can be killed');
  const parts = (await shares(owner)).get(victim.name) ?? [];
  const killedAt = Date.now();
  await victim.end('SIGKILL');
  tell(`killed one that had ${parts.length} partitions`);
  await pause(AFTER_S * 1_000);
  crowd.stop();
  await feeding;
  const found = await crowd.compare(parts, killedAt);
  const { openings, lost, twice, gap_s, usual_s, others_s } = found;
  const per_second = Math.round(crowd.stored / ((Date.now() - crowd.begunAt) / 1_000));
  return {
    gap_s,
    lost,
    twice,
    openings,
    usual_s,
    others_s,
    partitions: parts.length,
    per_second,
    records: crowd.stored,
  };
}

/** Which partitions each engine has, by the name it was given. */
async function shares(owner: pg.Pool): Promise<ReadonlyMap<string, readonly number[]>> {
  const { rows } = await owner.query<{ name: string; parts: number[] }>(
    `select split_part(holder, '-', 1) as name, array_agg(part::integer) as parts from engine_partition
     where held_until > clock_timestamp() group by 1`,
  );
  return new Map(rows.map(({ name, parts }) => [name, parts]));
}

interface Found {
  readonly openings: number;
  readonly lost: number;
  readonly twice: number;
  /** The longest wait: of the killed one's partitions; what 99 of 100 took before; of the other partitions since. */
  readonly gap_s: number;
  readonly usual_s: number;
  readonly others_s: number;
}

/** Everybody, and what they send. */
class Crowd {
  stored = 0;
  begunAt = Date.now();
  #stopping = false;
  #turn = 0;

  private constructor(
    private readonly owner: pg.Pool,
    private readonly people: readonly { readonly id: string; readonly device: string }[],
    private readonly probes: ReadonlySet<string>,
  ) {}

  static async of(owner: pg.Pool): Promise<Crowd> {
    const { rows } = await owner.query<{ id: string; device: string }>(
      'select supervisee_id::text as id, device_id as device from device_binding order by supervisee_id',
    );
    const probes = new Map(rows.map(({ id }) => [Number(id) % PARTITIONS, id]));
    return new Crowd(owner, rows, new Set(probes.values()));
  }

  /** A tenth of them every tenth of a second. */
  async feed(): Promise<void> {
    this.begunAt = Date.now();
    for (; !this.#stopping; this.#turn += 1) {
      const due = this.begunAt + (this.#turn * 1_000) / BATCHES;
      if (due > Date.now()) await pause(due - Date.now());
      const some = this.people.filter((_, index) => index % BATCHES === this.#turn % BATCHES);
      await this.#store(some, 1 + Math.floor(this.#turn / BATCHES));
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  async #store(some: readonly { readonly id: string; readonly device: string }[], seq: number): Promise<void> {
    const kinds = some.map(({ id }) => (this.probes.has(id) ? (seq % 2 === 0 ? 'strap_closed' : 'strap_open') : 'fix'));
    await this.owner.query({
      name: 'store',
      text: STORE,
      values: [some.map(({ device }) => device), some.map(({ id }) => id), kinds, seq, new Date()],
    });
    this.stored += some.length;
  }

  /** Openings of straps that are stored so long and not on file yet. */
  async waiting(seconds: number): Promise<number> {
    const { rows } = await this.owner.query<{ waiting: number }>(
      `select count(*)::int as waiting from record r left join alert a on a.kind = 'strap.open'
         and a.supervisee_id = r.supervisee_id and a.occurred_at = r.at
       where r.kind = 'strap_open' and a.id is null and r.at < clock_timestamp() - $1::float8 * interval '1 s'`,
      [seconds],
    );
    return rows[0]?.waiting ?? 0;
  }

  async compare(parts: readonly number[], killedAt: number): Promise<Found> {
    await until('the rest', async () => (await this.waiting(0)) === 0, REST_S * 1_000).catch(() =>
      tell('some are missing'),
    );
    const { rows } = await this.owner.query<Found>(COMPARE, [parts, new Date(killedAt), [...this.probes], BEFORE_S]);
    const [found] = rows;
    if (found === undefined) throw new Error('nothing was compared');
    return found;
  }
}

const STORE = `
  with sent as (
    select * from unnest($1::text[], $2::bigint[], $3::text[]) as s (device, id, kind)
  ), stored as (
    insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, lat, lon, accuracy_m, source)
    select device, 1, $4::bigint, $5::timestamptz, $5, (pg_current_xact_id()::text)::bigint, id, id % 64, 1, kind,
      case when kind = 'fix' then 27.75 + (id % 100) * 0.0001 + ($4 % 7) * 0.00001 end,
      case when kind = 'fix' then 106.93 + (id % 100) * 0.0001 end, case when kind = 'fix' then 8 end,
      case when kind = 'fix' then 'gnss' end
    from sent
  )
  insert into device_stream (device_id, life, boot, stored, newest_seq, newest_at, last_received_at)
  select device, 1, 1, '{[1,2)}', $4, $5, $5 from sent
  on conflict (device_id, life) do update
  set newest_seq = excluded.newest_seq, newest_at = excluded.newest_at, last_received_at = excluded.last_received_at`;

const COMPARE = `
  with opened as (
    select r.supervisee_id, r.at, a.id, extract(epoch from a.detected_at - r.received_at)::float8 as waited,
      r.supervisee_id % 64 = any($1::int[]) as theirs, r.at >= $2 as since
    from record r
    left join alert a on a.kind = 'strap.open' and a.supervisee_id = r.supervisee_id and a.occurred_at = r.at
    where r.kind = 'strap_open' and r.supervisee_id = any($3::bigint[])
  ), told as (
    select count(*) - count(distinct data ->> 'id') as again
    from feed_event where type = 'alert.opened' and data ->> 'kind' = 'strap.open'
  )
  select count(*)::int as openings, (count(*) filter (where id is null))::int as lost,
    ((select count(*) from alert where kind = 'strap.open') - count(id) + (select again from told))::int as twice,
    round(max(waited) filter (where theirs and at >= $2::timestamptz - interval '1 s')::numeric, 2)::float8 as gap_s,
    round((percentile_cont(0.99) within group (order by waited) filter (where at < $2::timestamptz - interval '1 s'
      and at >= $2::timestamptz - $4::float8 * interval '1 s'))::numeric, 2)::float8 as usual_s,
    round(max(waited) filter (where not theirs and since)::numeric, 2)::float8 as others_s
  from opened`;

async function until(what: string, isSo: () => Promise<boolean>, withinMs: number): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await pause(200)) if (await isSo()) return;
  throw new Error(`${what} did not come`);
}

await main();
