import { randomBytes } from 'node:crypto';
import { tokenHash } from '#libs/identity';
import { PostgresDatabase, SetupTokenStore } from '#libs/store';
import { importBorders } from './demonstration.js';

/** For an empty start: a link that makes the first administrator, once. Undefined when there are accounts already. */
export async function firstAdministratorLink(databaseUrl: string, url: string): Promise<string | undefined> {
  const db = new PostgresDatabase({ url: databaseUrl, name: 'zhengtu-start', max: 1 });
  try {
    await importBorders(db);
    const token = randomBytes(32).toString('base64url');
    return (await new SetupTokenStore(db).offer(tokenHash(token))) ? `${url}/setup?token=${token}` : undefined;
  } finally {
    await db.end();
  }
}
