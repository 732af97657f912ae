import { Redis } from 'ioredis';

/** "Look in PostgreSQL now": what a hint may be about. It carries nothing else. */
export const hintTopics = ['records-stored', 'feed-grown', 'world-changed', 'command-given'] as const;
export type HintTopic = (typeof hintTopics)[number];

const channelOf = (topic: HintTopic): string => `zhengtu:${topic}`;

/**
 * Wakes other processes through Redis so that they need not wait for their next look. A hint may be lost: whoever
 * listens also looks on a timer, and no fact travels this way.
 */
export class Hints {
  readonly #publisher: Redis;
  #subscriber: Redis | undefined;
  readonly #listeners = new Map<string, (() => void)[]>();
  readonly #url: string;

  constructor(redisUrl: string) {
    this.#url = redisUrl;
    // Fail at once when Redis is away: the caller has committed and must not wait for a courtesy.
    this.#publisher = connect(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  }

  /** Tells whoever listens. Never throws, never waits. */
  tell(topic: HintTopic): void {
    this.#publisher.publish(channelOf(topic), '').catch(() => undefined);
  }

  on(topic: HintTopic, listener: () => void): void {
    const channel = channelOf(topic);
    this.#listeners.set(channel, [...(this.#listeners.get(channel) ?? []), listener]);
    this.#subscriber ??= this.#subscribe();
    this.#subscriber.subscribe(channel).catch(() => undefined);
  }

  get connected(): boolean {
    return this.#publisher.status === 'ready';
  }

  /** Bytes that Redis uses, and the most it may; 0 when nothing was said. */
  async memory(): Promise<{ used: number; most: number }> {
    const info = await this.#publisher.info('memory');
    const read = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
    return { used: read('used_memory'), most: read('maxmemory') };
  }

  async close(): Promise<void> {
    this.#publisher.disconnect();
    this.#subscriber?.disconnect();
    await Promise.resolve();
  }

  #subscribe(): Redis {
    const subscriber = connect(this.#url, {});
    subscriber.on('message', (channel: string) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener();
    });
    return subscriber;
  }
}

function connect(url: string, options: { enableOfflineQueue?: boolean; maxRetriesPerRequest?: number }): Redis {
  const redis = new Redis(url, { ...options, retryStrategy: (attempt) => Math.min(attempt * 100, 2_000) });
  redis.on('error', () => undefined); // it reconnects by itself; readiness says that it is away
  return redis;
}
