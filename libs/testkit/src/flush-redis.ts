import { Redis } from 'ioredis';

/** What an operator can do at any moment: everything in this Redis database is gone. */
export async function flushRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
}

/** How many bytes this Redis may use; 0 for no limit. */
export async function limitRedis(url: string, bytes: number): Promise<void> {
  const redis = new Redis(url);
  await redis.config('SET', 'maxmemory', bytes);
  redis.disconnect();
}
