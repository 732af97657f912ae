import { existsSync } from 'node:fs';
import { DataDir } from './data-dir.js';
import { endProcess } from './running.js';
import type { Tell } from './services.js';
import { readSettings } from './settings.js';

/** `npm run stop`: ends a start that is running or was left behind, with everything it started. */
export async function stop(env: NodeJS.ProcessEnv, tell: Tell): Promise<void> {
  const { DATA_DIR } = readSettings(env);
  const nothing = `Nothing was running in ${DATA_DIR}`;
  if (!existsSync(DATA_DIR)) return tell(nothing);
  const dataDir = new DataDir(DATA_DIR);
  const holder = dataDir.holder();
  if (holder !== undefined) {
    tell(`Stopping process ${holder.pid}`);
    await endProcess(holder, 'SIGTERM', 12_000);
  }
  const left = await dataDir.register.endAll();
  if (left.length > 0) tell(`Ended what was left behind: ${left.join(', ')}`);
  tell(holder === undefined && left.length === 0 ? nothing : 'Stopped');
}
