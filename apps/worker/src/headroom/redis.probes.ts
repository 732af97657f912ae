import type { Hints } from '#libs/queue';
import { probe, type Probe } from './probe.js';

/** Redis keeps jobs and carries hints; the platform goes on without it, later. */
export function redisProbes(hints: Hints): Probe[] {
  let lastSeen: number | undefined;
  return [
    probe('redis.away', ({ now, watching }) => {
      if (hints.connected) lastSeen = now;
      return { value: (now - (lastSeen ?? now - watching)) / 1_000 };
    }),
    probe('redis.memory', async () => {
      if (!hints.connected) return { value: null, detail: 'redis is away' };
      const { used, most } = await hints.memory();
      return most === 0 ? { value: null, detail: 'maxmemory is not set' } : { value: (100 * used) / most };
    }),
  ];
}
