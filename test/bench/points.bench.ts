import pg from 'pg';
import { accountId, instant } from '#libs/kernel';
import { monthOf, monthsAfter, parseScheme, thousandPoints } from '#libs/points';
import { PointsCloseStore, PointsSchemeStore, PostgresDatabase } from '#libs/store';
import { whatIf } from '../../apps/api/src/points/what-if.js';
import { ClosesService } from '../../apps/worker/src/points/closes.service.js';

/**
 * A month of many people closed as the worker closes it, stopped once in the middle; and a year of theirs by another version
 * of the scheme, as the API answers it. Each has two facts a month, and two entries in the month that is closed.
 */
const PEOPLE = Number(process.env['PEOPLE'] ?? 20_000);
const DIVISION = '520303';
const { TEST_DATABASE_URL: ownerUrl = '', TEST_APPLICATION_URL: applicationUrl = '' } = process.env;
const tell = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);
const now = instant(Date.now());
const month = monthsAfter(monthOf(now), -1);

async function main(): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const db = new PostgresDatabase({ url: applicationUrl, name: 'bench', max: 2 });
  try {
    const accounts = await owner.query<{ id: string }>(
      `insert into account (username, display_name, password_hash, role, division)
       select name, name, '', 'county', $1 from unnest(array['writer', 'enactor']) as name returning id::text`,
      [DIVISION],
    );
    const [writer = '', enactor = ''] = accounts.rows.map(({ id }) => id);
    const schemes = new PointsSchemeStore(db);
    const document = JSON.stringify(thousandPoints);
    const written = { code: thousandPoints.code, division: DIVISION, document, note: 'bench' };
    const scheme = await schemes.add(written, { account: writer, at: now });
    await schemes.enact(scheme, 1, month, { account: enactor, at: now });
    await owner.query(SEED, [PEOPLE, DIVISION, writer, enactor, scheme, `${month}-01`]);
    await owner.query('analyze');
    tell(`${PEOPLE} people`);

    const version = await schemes.inForce(DIVISION, month);
    if (version === undefined) throw new Error('no scheme is in force');
    const who = { account: accountId(writer), at: now };
    const id = await db.transaction((tx) => new PointsCloseStore(tx).begin(DIVISION, month, version, who));
    const closing = Date.now();
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1_000);
    await new ClosesService(db).goOn(now, stop.signal);
    await new ClosesService(db).goOn(now);
    const close_s = (Date.now() - closing) / 1_000;
    const { rows } = await owner.query<{ people: number; right: number }>(
      `select count(*)::integer as people, count(*) filter (where closing = 72000)::integer as right
       from points_close_line where close_id = $1`,
      [id],
    );
    tell(`closed: ${JSON.stringify(rows[0])} in ${close_s} s`);

    const milder = parseScheme(document.replace('"start":"750"', '"start":"900"'));
    if (!milder.ok) throw new Error('the other version has faults');
    const trying = Date.now();
    const tried = await whatIf(db, DIVISION, [version.scheme, milder.value], now);
    const whatif_s = (Date.now() - trying) / 1_000;
    const result = {
      supervisees: PEOPLE,
      close_s,
      whatif_s,
      closed: rows[0]?.people,
      closed_right: rows[0]?.right,
      tried: tried.people,
      movers_shown: tried.movers.length,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await db.end();
    await owner.end();
  }
}

/** Facts of a year, and of the month two confirmed entries of which one was given back: 750 - 30. */
const SEED = `
  with people as (
    insert into supervisee (name, division, category, term_from, term_to, created_at)
    select 'p' || n, $2, 'probation', current_date - 400, current_date + 300, now() from generate_series(1, $1) as n
    returning id
  ), facts as (
    insert into points_fact (supervisee_id, kind, at, until, evidence, recorded_by, recorded_at)
    select p.id, kind, $6::date - m * interval '30 days', $6::date - m * interval '30 days', 'bench', $3, now()
    from people p cross join generate_series(0, 11) as m cross join unnest(array['report.kept', 'report.missed']) as kind
  ), entries as (
    insert into points_entry (supervisee_id, division, scheme_id, version, item, part, adds, asked, occurred_at, reason,
      proposed_by, proposed_at)
    select p.id, $2, $5, 1, 'left-area', 'supervision', false, 3000, $6::date + n * interval '1 day', 'bench', $3, now()
    from people p cross join generate_series(1, 2) as n
    returning id, supervisee_id, occurred_at
  ), confirmed as (
    insert into points_act (entry_id, act, by_account, proposed_by, reason, at)
    select id, 'confirmed', $4, $3, '', now() from entries
  )
  insert into points_movement (entry_id, supervisee_id, amount, capped, cap, month, at)
  select id, supervisee_id, sign * 3000, 0, null, $6, now()
  from entries cross join unnest(array[-1, 1]) as sign
  where sign < 0 or occurred_at > $6::date + interval '1 day 12 hours'`;

await main();
