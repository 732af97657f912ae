import pg from 'pg';

const DAY = 86_400_000;

export interface Filling {
  readonly people: number;
  readonly firstDay: number;
  readonly days: number;
}

/** People of one city, each with a wristband and an order for all of the days. Returns the id of the first. */
export async function enrolPeople(client: pg.Client, { people, firstDay, days }: Filling): Promise<string> {
  const span = [new Date(firstDay), new Date(firstDay + days * DAY)];
  const { rows } = await client.query<{ first: string }>(
    `with head as (
       insert into account (username, display_name, password_hash, role, division)
       values ('filler', 'filler', '', 'head', '5203') returning id
     ), person as (
       insert into supervisee (name, division, category, term_from, term_to, created_at)
       select 'person ' || n, '5203' || to_char(2 + n % 14, 'FM00'), 'probation', $2::timestamptz::date - 1,
         $2::timestamptz::date + 400, $2
       from generate_series(1, $1::integer) n returning id
     ), wristband as (
       insert into device (id, division, secret_salt, secret_hash, created_at)
       select 'WB-' || to_char(id, 'FM00000000'), '5203', '', '', $2 from person
     ), ordered as (
       insert into device_order (supervisee_id, ground, evidence, valid_from, valid_to, state, proposed_by, proposed_at,
         approved_by, approved_at)
       select p.id, 'left_area', '', $2, $3, 'approved', h.id, $2, h.id, $2 from person p cross join head h
     ), first as (select min(id) as id from person)
     select id::text as first from first`,
    [people, ...span],
  );
  const first = rows[0]?.first ?? '';
  await client.query(
    `insert into device_binding (device_id, supervisee_id, during)
     select 'WB-' || to_char(id, 'FM00000000'), id, tstzrange($1, $2) from supervisee where id >= $3`,
    [...span, first],
  );
  return first;
}

/**
 * A day of everybody, a record a minute. Everybody lives somewhere within 20 km, is at home for two thirds of the day and
 * walks in between; each position has a radius of some metres of error in six decimals, time is in whole seconds and
 * receipt up to two seconds later. Arithmetic in binary, rounded at the end: decimals took four times as long.
 */
const oneDay = (table: string, minutesOfPeople: string): string => `
insert into ${table} (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, lat, lon, accuracy_m,
  source, speed_ms, satellites, battery_pct, rssi_dbm, worn)
select
  device_id, 1, $2::integer * 1440 + m + 1,
  at, at + trunc(150 + random() * 1800) * interval '1 ms',
  (pg_current_xact_id()::text)::bigint, id, id % 64, 1, 'fix',
  round(round((lat + way * 0.006 * sin(turn) + (random() + random() - 1) * 0.00006) * 1e6) * 16.777216) / 16777216,
  round(round((lon + way * 0.006 * (1 - cos(turn)) + (random() + random() - 1) * 0.00006) * 1e6) * 16.777216) / 16777216,
  round(40 + 50 * random()) / 10, 'gnss', way * round(8 + 8 * random()) / 10,
  8 + trunc(random() * 5), 100 - (m / 15)::integer, -60 - trunc(random() * 20), true
from (
  select
    'WB-' || to_char(id, 'FM00000000') as device_id,
    id,
    m,
    $1::timestamptz + (m * 60 + id * 37 % 60) * interval '1 s' as at,
    27.6::float8 + (id * 7919 % 1800) * 1e-4::float8 as lat,
    106.8::float8 + (id * 104729 % 2000) * 1e-4::float8 as lon,
    case when (m + id * 13) % 720 < 480 then 0 else 1 end::float8 as way,
    ((m + id * 13) % 720 - 480) * (6.2832::float8 / 240) as turn
  from (${minutesOfPeople}) one
  offset 0
) x`;

/** As they come. */
const BY_TIME = `
  select id, m from generate_series(0, 1439) m
  cross join (select id from supervisee order by id * 37 % 60, id offset 0) everybody`;
/** What is compressed is put in the order of people anyway. */
const BY_PERSON = `
  select id, m from (select id from supervisee order by id offset 0) everybody
  cross join lateral generate_series(0, 1439 + 0 * id) m`;

const FILLERS = 2;

/** Two days at a time. Days before `arrangedBefore` are ones that will be compressed: nothing is left of their order. */
export async function fillRecords(
  ownerUrl: string,
  filling: Filling,
  tell: (line: string) => void,
  arrangedBefore = 0,
): Promise<{ rows: number; first: string }> {
  const clients = await Promise.all(Array.from({ length: FILLERS }, () => openFiller(ownerUrl)));
  try {
    const [client] = clients as [pg.Client];
    const first = await enrolPeople(client, filling);
    const timescale = (await client.query(`select from pg_extension where extname = 'timescaledb'`)).rowCount === 1;
    let [rows, begun, done] = [0, 0, 0];
    const fill = async (filler: pg.Client): Promise<void> => {
      while (begun < filling.days) {
        const day = begun;
        begun += 1;
        const from = filling.firstDay + day * DAY;
        const order = timescale && from < arrangedBefore ? BY_PERSON : BY_TIME;
        const added = await (timescale ? fillHypertable : fillPartition)(filler, from, day, order);
        rows += added;
        done += 1;
        tell(`${done} of ${filling.days} days, ${rows} records`);
      }
    };
    await Promise.all(clients.map(fill));
    await client.query('vacuum (analyze) record').catch(() => client.query('analyze record'));
    return { rows, first };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function openFiller(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // A loss of the machine would only mean to fill anew.
  await client.query(`set synchronous_commit = off; set maintenance_work_mem = '256MB'`);
  return client;
}

async function fillHypertable(client: pg.Client, from: number, day: number, order: string): Promise<number> {
  return (await client.query(oneDay('record', order), [new Date(from), day])).rowCount ?? 0;
}

/** As `ensure_record_days` does it: a table that becomes a partition when it is full, and is indexed at once. */
async function fillPartition(client: pg.Client, from: number, day: number, order: string): Promise<number> {
  const [begins, ends] = [from, from + DAY].map((at) => new Date(at).toISOString()) as [string, string];
  const name = `record_${begins.slice(0, 10).replaceAll('-', '')}`;
  await client.query(`drop table if exists ${name}`);
  await client.query(`create table ${name} (like record including defaults including constraints)`);
  const { rowCount } = await client.query(oneDay(name, order), [new Date(from), day]);
  await client.query(`alter table record attach partition ${name} for values from ('${begins}') to ('${ends}')`);
  return rowCount ?? 0;
}
