import { Redis } from 'ioredis';

/** What an operator can do at any moment: everything in this Redis database is gone. */
export async function flushRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
}
