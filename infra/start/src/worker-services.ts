import { startScratchServices } from './scratch.js';
import type { Services, Tell } from './services.js';
import { makeTemplate } from './test-template.js';

export interface WorkerServices {
  /** `TEST_DATABASE_URL` and so on are the first worker's, `TEST_DATABASE_URL_2` the second's: see test/support/own-services.ts. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** As many of Jest's workers as have services of their own; a server that was given cannot be shared. */
export const workersWithServices = (most: number): number =>
  process.env['TEST_SERVER_DATABASE_URL'] === undefined ? most : 1;

/**
 * PostgreSQL and Redis for each of Jest's workers. Records are read in the order of their transactions, and a transaction
 * that is open in one database of a server keeps all its other databases waiting: specs must not share one at a time.
 */
export async function startWorkerServices(workers: number, tell: Tell, signal: AbortSignal): Promise<WorkerServices> {
  const running: Services[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((services) => services.stop()));
  };
  try {
    const env: NodeJS.ProcessEnv = {};
    for (let worker = 1; worker <= workers; worker += 1) {
      const services = await startScratchServices(tell, signal);
      running.push(services);
      await makeTemplate(services.ownerUrl);
      const suffix = worker === 1 ? '' : `_${worker}`;
      env[`TEST_DATABASE_URL${suffix}`] = services.ownerUrl;
      env[`TEST_APPLICATION_URL${suffix}`] = services.applicationUrl;
      env[`TEST_REDIS_URL${suffix}`] = services.redisUrl;
    }
    return { env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
