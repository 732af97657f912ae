import { seesPeople } from '#libs/identity';
import { instant, isoInShanghai, seconds, since, type Cursor, type Instant } from '#libs/kernel';
import type { FeedEvent, FeedReader } from '#libs/store';
import type { Socket } from 'socket.io';
import type { ConsoleSession } from './console-session.js';
import type { FeedHub, Listener } from './feed.hub.js';
import { Sight, type BBox, type PositionBoard } from './position-board.js';

/** A console that has not taken in this many packets is cut off: it comes back with its cursor and misses nothing. */
const MOST_WAITING = 2_000;
/** While catching up, we wait for the line from this many on. */
const ENOUGH_WAITING = 200;
const SHOW_EVERY = seconds(1);

/** One officer's console, connected. */
export class ConsoleConnection implements Listener {
  readonly reader: FeedReader;
  #stop: () => void = () => undefined;
  #sight: Sight | undefined;
  #asked = 0;
  #shownAt = instant(0);

  constructor(
    private readonly socket: Socket,
    readonly session: ConsoleSession,
    private readonly hub: FeedHub,
  ) {
    const { division, role } = session.officer;
    this.reader = { division, seesPeople: seesPeople(role) };
  }

  /** From the cursor on, or from now; a cursor that cannot be followed answers `reset`, and goes on from now. */
  async resume(from: Cursor | undefined): Promise<void> {
    this.#stop();
    this.#asked += 1;
    const asked = this.#asked;
    const reaches = from !== undefined && (await this.hub.reaches(from));
    const start = reaches ? from : await this.hub.head();
    // Read after the cursor: what changes from now on follows as an event.
    const degraded = await this.hub.degraded(this.reader);
    // Asked again meanwhile: only the last one is followed, or everything would be told twice.
    if (!this.socket.connected || asked !== this.#asked) return;
    if (from !== undefined && !reaches) this.socket.emit('reset', { reason: 'cursor.too-old', cursor: start });
    this.socket.emit('hello', { cursor: start, serverTime: isoInShanghai(instant(Date.now())), degraded });
    this.#stop = this.hub.follow(this, start);
  }

  deliver(event: FeedEvent['event']): void {
    this.socket.emit('event', event);
    if (this.#waiting > MOST_WAITING) this.hangUp();
  }

  async ready(): Promise<void> {
    while (this.#waiting > ENOUGH_WAITING && this.socket.connected) {
      await new Promise<void>((resolve) => setTimeout(resolve, 50));
    }
  }

  /** From now on the positions of this area. Only whoever may see people has one. */
  watch(bbox: BBox): void {
    if (this.reader.seesPeople) this.#sight = new Sight(this.reader.division, bbox);
  }

  get isWatching(): boolean {
    return this.#sight !== undefined;
  }

  /** At most once a second, and only on a free line: positions do not pile up, what is sent later is newer. */
  show(board: PositionBoard, now: Instant): void {
    if (this.#sight === undefined || this.#waiting > 0 || since(this.#shownAt, now) < SHOW_EVERY) return;
    const news = board.news(this.#sight);
    if (news === undefined) return;
    this.#shownAt = now;
    this.socket.emit('positions', { at: isoInShanghai(now), ...news });
  }

  /** For good: whoever it is may not listen any more. */
  close(): void {
    this.#stop();
    this.socket.disconnect(true);
  }

  /** The line is cut; the console comes back by itself, with its cursor. */
  hangUp(): void {
    this.#stop();
    this.socket.conn.close();
  }

  get #waiting(): number {
    return (this.socket.conn as unknown as { writeBuffer?: unknown[] }).writeBuffer?.length ?? 0;
  }
}
