import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '#libs/testkit';

const folder = new URL('./sql/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));

describe('every statement', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => database.close());

  it.each(files)('%s can be prepared, says what it is for, and has its name on it', async (file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const name = file.replace('.sql', '');
    expect(text).toMatch(new RegExp(`^-- ${name}: .+`));
    await database.owner.query(`prepare ${name} as ${text}`);
    expect(text).not.toMatch(/select \*\s+from [a-z_]+\s/);
    expect(text.replaceAll(/--.*$/gm, '')).not.toMatch(/\bnow\(\)|\bbetween\b/);
  });
});
