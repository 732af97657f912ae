import { join } from 'node:path';
import { DataDir, readNumber } from './data-dir.js';
import { endLeftOver } from './postgres.js';
import { endProcess } from './running.js';
import type { Tell } from './services.js';
import { readSettings } from './settings.js';

/** `npm run stop`: ends a start that is running or was left behind, with everything it started. */
export async function stop(env: NodeJS.ProcessEnv, tell: Tell): Promise<void> {
  const dataDir = new DataDir(readSettings(env).DATA_DIR);
  const holder = dataDir.holder();
  if (holder !== undefined) {
    tell(`Stopping process ${holder}`);
    await endProcess(holder, 'run.mjs', 'SIGTERM', 12_000);
  }
  // The applications stop by themselves when who started them is gone; servers do not.
  await endLeftOver(join(dataDir.path, 'postgres'));
  const redis = readNumber(dataDir.file('redis.pid'));
  if (redis !== undefined) await endProcess(redis, 'redis-server', 'SIGTERM', 5_000);
  tell(holder === undefined ? 'Nothing was running' : 'Stopped');
}
