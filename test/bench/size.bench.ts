import pg from 'pg';
import { instant } from '#libs/kernel';
import { PostgresDatabase, RetentionStore } from '#libs/store';
import { fillRecords } from './support/fill-records.js';
import { openTimescale } from './support/timescale.js';

/** Bytes a record takes on disk with all its indexes: as it is stored, and when TimescaleDB has compressed its day. */
const PEOPLE = Number(process.env['PEOPLE'] ?? 300);
const DAYS = Number(process.env['DAYS'] ?? 2);
const DAY = 86_400_000;

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const firstDay = Math.floor(Date.now() / DAY) * DAY - 30 * DAY;
  const filling = { people: PEOPLE, days: DAYS, firstDay };
  const { rows } = await fillRecords(process.env['TEST_DATABASE_URL'] ?? '', filling, tell);
  const plain = (await bytesIn(process.env['TEST_DATABASE_URL'] ?? '')) / rows;
  const timescale = await openTimescale();
  if (typeof timescale === 'string') return say({ plain: rounded(plain), compressed: null, why: timescale, rows });
  try {
    await fillRecords(timescale.url, filling, tell);
    const uncompressed = (await bytesIn(timescale.url)) / rows;
    const db = new PostgresDatabase({ url: timescale.url, name: 'bench', max: 1 });
    const retention = new RetentionStore(db);
    for (let day; (day = await retention.compressOne(instant(Date.now()), 7)) !== null;) tell(`${day} is compressed`);
    await db.end();
    const compressed = (await bytesIn(timescale.url)) / rows;
    const figures = { plain: rounded(plain), compressed: rounded(compressed), timescale_plain: rounded(uncompressed) };
    say({ ...figures, rows });
  } finally {
    await timescale.stop();
  }
}

const rounded = (bytes: number): number => Math.round(bytes * 10) / 10;
const say = (figures: object): void => void process.stdout.write(`${JSON.stringify(figures)}\n`);

/** Tables, indexes and what is beside them, of every day that has records. */
async function bytesIn(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const timescale = (await client.query(`select from pg_extension where extname = 'timescaledb'`)).rowCount === 1;
    const { rows } = await client.query<{ bytes: string }>(
      timescale
        ? `select sum(total_bytes) as bytes from chunks_detailed_size('record')`
        : `select sum(pg_total_relation_size(place)) as bytes from record_days()
           where (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', place), false, true, '')))[1]::text <> '0'`,
    );
    return Number(rows[0]?.bytes);
  } finally {
    await client.end();
  }
}

await main();
