import pg from 'pg';
import { instant } from '#libs/kernel';
import { makeRecordDays, PostgresDatabase } from '#libs/store';

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
 * One day of everybody, a record a minute, in the order in which it would have come. Everybody lives somewhere within
 * 20 km, is at home for two thirds of the day and walks in between; each position has a radius of some metres of error in
 * six decimals, time is in whole seconds and receipt up to two seconds later.
 */
const ONE_DAY = `
insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, lat, lon, accuracy_m,
  source, speed_ms, satellites, battery_pct, rssi_dbm, worn)
select
  'WB-' || to_char(id, 'FM00000000'), 1, $2::integer * 1440 + m + 1,
  at, at + (150 + floor(random() * 1800)) * interval '1 ms',
  (pg_current_xact_id()::text)::bigint, id, id % 64, 1, 'fix',
  round((27.6 + (id * 7919 % 1800) / 10000.0 + way * 0.006 * sin(turn) + (random() + random() - 1) * 0.00006)::numeric, 6),
  round((106.8 + (id * 104729 % 2000) / 10000.0 + way * 0.006 * (1 - cos(turn)) + (random() + random() - 1) * 0.00006)::numeric, 6),
  round((4 + 5 * random())::numeric, 1), 'gnss',
  case when way = 0 then 0 else round((0.8 + 0.8 * random())::numeric, 1) end,
  8 + floor(random() * 5), 100 - (m / 15)::integer, -60 - floor(random() * 20), true
from generate_series(0, 1439) m
cross join supervisee
cross join lateral (
  select
    $1::timestamptz + m * interval '1 minute' + (id * 37 % 60) * interval '1 s' as at,
    case when (m + id * 13) % 720 < 480 then 0 else 1 end as way,
    ((m + id * 13) % 720 - 480) / 240.0 * 6.2832 as turn
) x
order by m, id * 37 % 60`;

export async function fillRecords(
  ownerUrl: string,
  filling: Filling,
  tell: (line: string) => void,
): Promise<{ rows: number; first: string }> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const db = new PostgresDatabase({ url: ownerUrl, name: 'fill', max: 1 });
  try {
    const first = await enrolPeople(client, filling);
    // A loss of the machine would only mean to fill anew.
    await client.query('set synchronous_commit = off');
    let rows = 0;
    for (let day = 0; day < filling.days; day += 1) {
      const from = filling.firstDay + day * DAY;
      if (day % 7 === 0) await makeRecordDays(db, instant(from));
      rows += (await client.query(ONE_DAY, [new Date(from), day])).rowCount ?? 0;
      tell(`${day + 1} of ${filling.days} days, ${rows} records`);
    }
    await client.query('vacuum (analyze) record').catch(() => client.query('analyze record'));
    return { rows, first };
  } finally {
    await db.end();
    await client.end();
  }
}
