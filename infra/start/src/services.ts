import { makeApplicationLogin, migrate } from '#libs/store';
import type { DataDir } from './data-dir.js';
import { startPostgres, type RunningPostgres } from './postgres.js';
import { startRedis, type RunningRedis } from './redis.js';
import { Unusable } from './unusable.js';

export type Tell = (line: string) => void;

export interface ServicesOptions {
  readonly dataDir: DataDir;
  /** Servers of one's own; without them the embedded ones are started. */
  readonly databaseUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
  readonly tell: Tell;
}

export interface Services {
  /** As the owner of the schema; the applications get `applicationUrl`. */
  readonly ownerUrl: string;
  readonly applicationUrl: string;
  readonly redisUrl: string;
  readonly postgres: RunningPostgres | undefined;
  readonly redis: RunningRedis | undefined;
  stop(): Promise<void>;
}

/** PostgreSQL and Redis, the schema brought up to date, and a login for the applications that may only what it must. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const service of running.splice(0).reverse()) await service.stop();
  };
  try {
    const { dataDir, tell } = options;
    tell(options.databaseUrl === undefined ? 'Starting PostgreSQL' : 'Using the PostgreSQL of DATABASE_URL');
    const postgres = options.databaseUrl === undefined ? await startPostgres(dataDir, 'zhengtu') : undefined;
    if (postgres !== undefined) running.push(postgres);
    const ownerUrl = postgres?.url ?? options.databaseUrl ?? '';
    const redis = options.redisUrl === undefined ? await startRedis(dataDir, tell) : undefined;
    if (redis !== undefined) running.push(redis);
    const applicationUrl = await prepareDatabase(ownerUrl, dataDir, tell);
    return { ownerUrl, applicationUrl, redisUrl: redis?.url ?? options.redisUrl ?? '', postgres, redis, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepareDatabase(ownerUrl: string, dataDir: DataDir, tell: Tell): Promise<string> {
  const { applied, timescale } = await migrate(ownerUrl).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Unusable(
      `The database cannot be prepared (${why}): DATABASE_URL must name a role that may create tables and roles.`,
      { cause },
    );
  });
  tell(
    `Database ready${applied.length > 0 ? `, ${applied.length} migrations applied` : ''}${timescale ? ', TimescaleDB in use' : ''}`,
  );
  return makeApplicationLogin(ownerUrl, dataDir.secret('database'));
}
