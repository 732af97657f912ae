import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Cursor } from '#libs/kernel';
import { covers } from '#libs/kernel';
import { Hints } from '#libs/queue';
import type { Degradation } from '#libs/protocol';
import { FeedView, MonitoringView, type FeedEvent, type FeedReader } from '#libs/store';
import { SingleFlight } from './single-flight.js';

/** A hint may be lost: we look this often without one. */
const LOOK_EVERY_MS = 1_000;
const PAGE = 500;

/** One console that is told what happens. */
export interface Listener {
  readonly reader: FeedReader;
  deliver(event: FeedEvent['event']): void;
  /** Resolves when the connection can take more; only asked while catching up. */
  ready(): Promise<void>;
}

interface Follower extends Listener {
  cursor: Cursor;
  stopped: boolean;
}

const everything: FeedReader = { division: '', seesPeople: true };

/**
 * Reads the feed once and spreads it to the consoles of this process. Cursors are in commit order, so what lies
 * between a console's cursor and the tail is exactly what it has not seen. A console that is behind reads its own way
 * up to the tail; in the same turn of the event loop in which it gets there it is made one of the live ones, so that
 * nothing falls between the two, or is told twice.
 */
@Injectable()
export class FeedHub implements OnModuleInit, OnModuleDestroy {
  readonly #logger = new Logger('feed');
  readonly #live = new Set<Follower>();
  readonly #look = new SingleFlight(() => this.#readOn());
  #tail = '0' as Cursor;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly view: FeedView,
    private readonly monitoring: MonitoringView,
    private readonly hints: Hints,
  ) {}

  async onModuleInit(): Promise<void> {
    this.#tail = (await this.view.bounds()).newest;
    this.hints.on('feed-grown', () => this.#lookSoon());
    this.#timer = setInterval(() => this.#lookSoon(), LOOK_EVERY_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** Where the feed ends now. */
  async head(): Promise<Cursor> {
    await this.#look.run();
    return this.#tail;
  }

  /** What is degraded now, whenever it was told. */
  degraded(reader: FeedReader): Promise<Degradation[]> {
    return this.monitoring.degraded(reader);
  }

  /** Whether everything after a cursor can still be told: it is neither older than what is kept nor from the future. */
  async reaches(cursor: Cursor): Promise<boolean> {
    const { oldest, newest } = await this.view.bounds();
    return BigInt(cursor) <= BigInt(newest) && BigInt(cursor) >= BigInt(oldest) - 1n;
  }

  /** Tells the listener everything after `cursor`, from then on; ends when the returned function is called. */
  follow(listener: Listener, cursor: Cursor): () => void {
    const follower: Follower = {
      reader: listener.reader,
      deliver: (event) => listener.deliver(event),
      ready: () => listener.ready(),
      cursor,
      stopped: false,
    };
    this.#catchUp(follower).catch((error: unknown) => this.#complain(error));
    return () => {
      follower.stopped = true;
      this.#live.delete(follower);
    };
  }

  async #catchUp(follower: Follower): Promise<void> {
    if (BigInt(follower.cursor) > BigInt(this.#tail)) await this.#look.run();
    while (!follower.stopped) {
      if (BigInt(follower.cursor) >= BigInt(this.#tail)) return void this.#live.add(follower);
      const upTo = this.#tail;
      const events = await this.view.read(follower.reader, follower.cursor, upTo, PAGE);
      if (follower.stopped) return;
      for (const { event } of events) follower.deliver(event);
      follower.cursor = events.length < PAGE ? upTo : (events.at(-1)?.event.cursor as Cursor);
      await follower.ready();
    }
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const { newest } = await this.view.bounds();
      const events = await this.view.read(everything, this.#tail, newest, PAGE);
      for (const follower of this.#live) this.#spread(follower, events);
      this.#tail = (events.at(-1)?.event.cursor ?? this.#tail) as Cursor;
      for (const follower of this.#live) if (BigInt(follower.cursor) < BigInt(this.#tail)) follower.cursor = this.#tail;
      if (events.length < PAGE) return;
    }
  }

  #spread(follower: Follower, events: readonly FeedEvent[]): void {
    for (const { division, event } of events) {
      const isNew = BigInt(event.cursor) > BigInt(follower.cursor);
      if (isNew && concerns(follower.reader, division)) follower.deliver(event);
    }
  }

  #lookSoon(): void {
    this.#look.run().catch((error: unknown) => this.#complain(error));
  }

  #complain(error: unknown): void {
    this.#logger.error('the feed cannot be read', { error: error instanceof Error ? error.message : String(error) });
  }
}

function concerns(reader: FeedReader, division: string | null): boolean {
  return division === null || (reader.seesPeople && covers(reader.division, division));
}
