import { io, type Socket } from 'socket.io-client';
import type { z } from 'zod';
import type { ErrorCode } from '#libs/kernel';
import type { ConsoleEvent, hello, livePosition, positions, reset, viewRequest } from '#libs/protocol';
import { serverAhead } from '../app/clock.js';
import { createStore, type Store } from '../app/store.js';
import { cursorMemory } from './cursor.js';
import { advanceLive, startOfLive, unseen, type LiveInput, type LiveState } from './live-state.js';

type Position = z.infer<typeof livePosition>;
export type View = z.infer<typeof viewRequest>;
/** The latest of every wristband in the area on the screen, by supervisee. */
export type Positions = ReadonlyMap<string, Position>;

export interface Listener {
  /** Not told before; `live` are those that happened just now, and not while we were away. */
  events(events: readonly ConsoleEvent[], live: readonly ConsoleEvent[]): void;
  /** What is on the screen may have holes: read it again. `everything`: the list of alerts too. */
  reload(everything: boolean): void;
  /** The server would not have us: perhaps the session has ended. */
  refused(): void;
}

interface FromServer {
  hello(message: z.infer<typeof hello>): void;
  event(message: ConsoleEvent): void;
  positions(message: z.infer<typeof positions>): void;
  reset(message: z.infer<typeof reset>): void;
}
interface ToServer {
  view(request: View): void;
}

/** Events that come together are shown together: after an outage there may be thousands. */
const GATHER_MS = 50;
/** Nothing heard for this long: ask for the positions again, which must be answered. */
const ASK_AFTER_MS = 5_000;

/** What the server says to a socket whose session has ended. */
const NOBODY: ErrorCode = 'session.missing';

export const cursors = cursorMemory(sessionStorage);

/** The line to the server: what was heard, up to where, and since when nothing. One for each signed-in page. */
export class Line {
  readonly state: Store<LiveState>;
  readonly positions: Store<Positions> = createStore<Positions>(new Map());
  private readonly socket: Socket<FromServer, ToServer>;
  private readonly watch: number;
  private gathered: ConsoleEvent[] = [];
  private view: View | undefined;
  private again: number | undefined;

  constructor(
    private readonly account: string,
    private readonly listener: Listener,
  ) {
    this.state = createStore(startOfLive(cursors.read(account)));
    this.socket = io('/console', {
      auth: (give) => give({ cursor: this.state.get().cursor }),
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      withCredentials: true,
      reconnectionDelay: 1_000,
      reconnectionDelayMax: 15_000,
      randomizationFactor: 0.5,
    });
    this.listen();
    this.watch = window.setInterval(() => this.askWhenQuiet(), 1_000);
  }

  /** Which part of the map is on the screen. */
  look(view: View): void {
    this.view = view;
    if (this.socket.connected) this.socket.emit('view', view);
  }

  dismissAway(): void {
    this.take({ type: 'dismissed' });
  }

  close(): void {
    window.clearInterval(this.watch);
    window.clearTimeout(this.again);
    this.socket.close();
  }

  private listen(): void {
    this.socket.on('hello', (message) => {
      serverAhead.set(Date.parse(message.serverTime) - Date.now());
      const first = this.state.get().cursor === undefined;
      this.take({ type: 'hello', at: Date.now(), ...message });
      // Only now is there a cursor: what a list read before it misses would never be told.
      this.listener.reload(first);
      if (this.view) this.socket.emit('view', this.view);
    });
    this.socket.on('event', (event) => {
      if (this.gathered.push(event) === 1) window.setTimeout(() => this.flush(), GATHER_MS);
    });
    this.socket.on('positions', ({ full, items }) => {
      const moved = items.map((item) => [item.superviseeId, item] as const);
      this.positions.set((old) => new Map(full ? moved : [...old, ...moved]));
    });
    this.socket.on('reset', ({ cursor }) => {
      this.take({ type: 'reset', at: Date.now(), cursor });
      this.listener.reload(true);
    });
    this.socket.on('connect', () => this.socket.io.engine.on('packet', () => this.heard()));
    this.socket.on('connect_error', ({ message }) => {
      this.take({ type: 'lost', at: Date.now() });
      if (message === NOBODY) this.listener.refused();
      this.connectAgain();
    });
    this.socket.on('disconnect', () => {
      this.take({ type: 'lost', at: Date.now() });
      this.connectAgain();
    });
  }

  /** socket.io comes back by itself from a broken line, but not when the server hung up or refused. */
  private connectAgain(): void {
    if (this.socket.active) return;
    window.clearTimeout(this.again);
    this.again = window.setTimeout(() => this.socket.connect(), 1_000 + Math.random() * 14_000);
  }

  private flush(): void {
    const events = unseen(this.state.get().cursor, this.gathered);
    this.gathered = [];
    this.take({ type: 'events', at: Date.now(), events });
    const missed = new Set(this.state.get().away);
    this.listener.events(
      events,
      events.filter((event) => !missed.has(event)),
    );
  }

  private heard(): void {
    // The age is shown in seconds: more often would only redraw.
    if (Date.now() - (this.state.get().heardAt ?? 0) > 500) this.take({ type: 'heard', at: Date.now() });
  }

  private askWhenQuiet(): void {
    const quiet = Date.now() - (this.state.get().heardAt ?? 0);
    if (this.socket.connected && this.view && quiet > ASK_AFTER_MS) this.socket.emit('view', this.view);
  }

  private take(input: LiveInput): void {
    this.state.set((state) => advanceLive(state, input));
    const { cursor } = this.state.get();
    if (cursor !== undefined) cursors.write(this.account, cursor);
  }
}
