import pg from 'pg';
import { instant, superviseeId } from '#libs/kernel';
import { NearbyView, PostgresDatabase, RetentionStore, TrackView } from '#libs/store';
import { fillRecords } from './support/fill-records.js';

/**
 * With so many records stored: how long it takes to read one person's thirty days, and to find who was within 200 m of a
 * place in an hour; by the statements the api uses, as the application's role. What TimescaleDB compresses is compressed.
 */
const ROWS = Number(process.env['ROWS'] ?? 30_000_000);
const DAYS = 30;
const TIMES = Number(process.env['TIMES'] ?? 21);
const DAY = 86_400_000;
/** So many days after its end a day is compressed. */
const WARM = 7;

const { TEST_DATABASE_URL: ownerUrl = '', TEST_APPLICATION_URL: applicationUrl = '' } = process.env;
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const firstDay = Math.floor(Date.now() / DAY) * DAY - DAYS * DAY;
  const people = Math.max(1, Math.ceil(ROWS / (DAYS * 1_440)));
  const { rows, first } = await fillRecords(ownerUrl, { people, days: DAYS, firstDay }, tell, Date.now() - WARM * DAY);
  const db = new PostgresDatabase({ url: applicationUrl, name: 'bench', max: 2 });
  try {
    const retention = new RetentionStore(db);
    for (let day; (day = await retention.compressOne(instant(Date.now()), WARM)) !== null;)
      tell(`${day} is compressed`);
    await settle();
    const person = (turn: number) => superviseeId(String(Number(first) + ((turn * 37) % people)));
    const month = { from: instant(firstDay), to: instant(firstDay + DAYS * DAY) };
    let fixes = 0;
    const track = await measure(async (turn) => {
      fixes = (await new TrackView(db).records(person(turn), month)).length;
    });
    let found = 0;
    const nearby = await measure(async (turn) => {
      // Somebody's home (see fill-records.ts), at some hour of some day.
      const id = Number(person(turn));
      const [lat, lon] = [27.6 + ((id * 7_919) % 1_800) / 10_000, 106.8 + ((id * 104_729) % 2_000) / 10_000];
      const place = { lat, lon, metres: 200 };
      const from = firstDay + ((turn * 7) % DAYS) * DAY + ((turn * 5) % 24) * 3_600_000;
      const span = { from: instant(from), to: instant(from + 3_600_000) };
      found += (await new NearbyView(db).near(place, span, '5203', 500)).length;
    });
    tell(`track ${track.join(' ')} ms, ${fixes} fixes; nearby ${nearby.join(' ')} ms, ${found} found`);
    const middle = (all: readonly number[]): number => all[Math.floor(all.length / 2)] ?? NaN;
    const [trackMax, nearbyMax] = [track.at(-1), nearby.at(-1)];
    process.stdout.write(
      `${JSON.stringify({ rows, track_ms: middle(track), nearby_ms: middle(nearby), track_max_ms: trackMax, nearby_max_ms: nearbyMax, fixes, people, found, timescale: await isTimescale() })}\n`,
    );
  } finally {
    await db.end();
  }
}

/** Sorted. The first turn, which opens the connection, does not count; each is about somebody or somewhere else. */
async function measure(work: (turn: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn <= TIMES; turn += 1) {
    const began = performance.now();
    await work(turn);
    if (turn > 0) times.push(Math.round(performance.now() - began));
  }
  return times.sort((a, b) => a - b);
}

const settle = (): Promise<unknown> => ask('checkpoint');
const isTimescale = async (): Promise<boolean> =>
  (await ask(`select from pg_extension where extname = 'timescaledb'`)).rowCount === 1;

async function ask(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

await main();
