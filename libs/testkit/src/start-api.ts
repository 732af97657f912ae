import type { RunningApi } from './running-api.js';
import type { TestDatabase } from './test-database.js';

/** The api as it runs. Loaded only by the specs that want one: it is the whole application. */
export async function startApi(database: TestDatabase, settings: Record<string, string> = {}): Promise<RunningApi> {
  return (await import('./running-api.js')).startApi(database, settings);
}
