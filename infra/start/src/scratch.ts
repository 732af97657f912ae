import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDir } from './data-dir.js';
import { startServices, type Services, type Tell } from './services.js';

/** Services of one's own in a folder that is removed with them: for tests and benches. */
export async function startScratchServices(
  tell: Tell,
  signal?: AbortSignal,
): Promise<Services & { readonly dataDir: DataDir }> {
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  try {
    const dataDir = new DataDir(path);
    const services = await startServices({
      dataDir,
      tell,
      signal,
      databaseUrl: process.env['TEST_SERVER_DATABASE_URL'],
      redisUrl: process.env['TEST_SERVER_REDIS_URL'],
    });
    return { ...services, dataDir, stop: () => services.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
