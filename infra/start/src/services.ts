import { makeApplicationLogin, migrate } from '#libs/store';
import type { DataDir } from './data-dir.js';
import { demandAnswer } from './ports.js';
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
  /** Aborted, the start goes no further and stops what it has started. */
  readonly signal?: AbortSignal | undefined;
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
  const { dataDir, databaseUrl, redisUrl, tell, signal } = options;
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((service) => service.stop()));
  };
  const started = async <Service extends { stop(): Promise<void> }>(starting: Promise<Service>): Promise<Service> => {
    const service = await starting;
    running.push(service);
    signal?.throwIfAborted();
    return service;
  };
  try {
    if (redisUrl !== undefined) await demandAnswer(redisUrl, 'REDIS_URL', 6379);
    if (databaseUrl !== undefined) await demandAnswer(databaseUrl, 'DATABASE_URL', 5432);
    const redis = redisUrl === undefined ? await started(startRedis(dataDir, tell)) : undefined;
    tell(databaseUrl === undefined ? 'Starting PostgreSQL' : 'Using the PostgreSQL of DATABASE_URL');
    const postgres = databaseUrl === undefined ? await started(startPostgres(dataDir, 'zhengtu')) : undefined;
    const ownerUrl = postgres?.url ?? databaseUrl ?? '';
    const applicationUrl = await prepareDatabase(ownerUrl, dataDir, tell);
    signal?.throwIfAborted();
    return { ownerUrl, applicationUrl, redisUrl: redis?.url ?? redisUrl ?? '', postgres, redis, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepareDatabase(ownerUrl: string, dataDir: DataDir, tell: Tell): Promise<string> {
  const { applied, timescale } = await migrate(ownerUrl).catch((cause: unknown) => {
    const why = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
    throw new Unusable(
      `The database cannot be prepared (${why}): DATABASE_URL must name a role that may create tables and roles.`,
      { cause },
    );
  });
  const news = [
    applied.length > 0 ? `, ${applied.length} migrations applied` : '',
    timescale ? ', TimescaleDB in use' : '',
  ];
  tell(`Database ready${news.join('')}`);
  return makeApplicationLogin(ownerUrl, dataDir.secret('database'));
}
