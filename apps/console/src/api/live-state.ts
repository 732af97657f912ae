import type { ConsoleEvent, Degradation } from '#libs/protocol';
import { isAfter } from './cursor.js';

/** What is known of the line to the server. Times are this machine's, in epoch milliseconds. */
export interface LiveState {
  readonly link: 'connecting' | 'live' | 'lost';
  readonly lostAt: number | undefined;
  /** When anything was last heard. */
  readonly heardAt: number | undefined;
  /** Everything up to here has been shown. */
  readonly cursor: string | undefined;
  /** What happened before `hello`'s server time and is told only now. */
  readonly away: readonly ConsoleEvent[];
  readonly awayFrom: number | undefined;
  /** The cursor was too old: the list of what happened cannot be had. */
  readonly awayUnknown: boolean;
  /** What is degraded, by its name. */
  readonly degraded: ReadonlyMap<string, Degradation>;
  /** The server's time at the last `hello`: an event older than it happened while we were away. */
  readonly greetedAt: string | undefined;
}

export type LiveInput =
  | {
      readonly type: 'hello';
      readonly at: number;
      readonly cursor: string;
      readonly serverTime: string;
      readonly degraded?: readonly Degradation[] | undefined;
    }
  | { readonly type: 'heard'; readonly at: number }
  | { readonly type: 'lost'; readonly at: number }
  | { readonly type: 'events'; readonly at: number; readonly events: readonly ConsoleEvent[] }
  | { readonly type: 'reset'; readonly at: number; readonly cursor: string }
  | { readonly type: 'dismissed' };

export const startOfLive = (cursor: string | undefined): LiveState => ({
  link: 'connecting',
  lostAt: undefined,
  heardAt: undefined,
  cursor,
  away: [],
  awayFrom: undefined,
  awayUnknown: false,
  degraded: new Map(),
  greetedAt: undefined,
});

export function advanceLive(state: LiveState, input: LiveInput): LiveState {
  switch (input.type) {
    case 'hello':
      return {
        ...state,
        link: 'live',
        heardAt: input.at,
        greetedAt: input.serverTime,
        // Also what was told before our cursor. What is told after it comes as events, and changes this.
        degraded: input.degraded === undefined ? state.degraded : byName(input.degraded),
        awayFrom: state.away.length > 0 ? state.awayFrom : (state.lostAt ?? undefined),
        lostAt: undefined,
        // A resumed line goes on from its own cursor: what lies between is still to be told.
        cursor: state.cursor ?? input.cursor,
      };
    case 'heard':
      return { ...state, heardAt: input.at };
    case 'lost':
      return { ...state, link: 'lost', lostAt: state.lostAt ?? input.at };
    case 'events':
      return take({ ...state, heardAt: input.at }, input.events);
    case 'reset':
      return { ...state, heardAt: input.at, cursor: input.cursor, away: [], awayUnknown: true };
    case 'dismissed':
      return { ...state, away: [], awayFrom: undefined, awayUnknown: false };
  }
}

/** Events that were not shown yet, whatever the server tells again. */
export function unseen(cursor: string | undefined, events: readonly ConsoleEvent[]): ConsoleEvent[] {
  let newest = cursor;
  return events.filter((event) => {
    if (newest !== undefined && !isAfter(event.cursor, newest)) return false;
    newest = event.cursor;
    return true;
  });
}

function take(state: LiveState, events: readonly ConsoleEvent[]): LiveState {
  const fresh = unseen(state.cursor, events);
  const newest = fresh.at(-1);
  if (newest === undefined) return state;
  const missed = fresh.filter(
    (event) => state.cursor !== undefined && isNews(event) && happenedBefore(event, state.greetedAt),
  );
  return {
    ...state,
    cursor: newest.cursor,
    away: missed.length > 0 ? [...state.away, ...missed] : state.away,
    degraded: fresh.reduce(monitoring, state.degraded),
  };
}

/** What became of a command is shown where it was given, and needs nobody who was away. */
const isNews = ({ type }: ConsoleEvent): boolean => type !== 'command.changed';

/** Told before any greeting, it is from before. */
const happenedBefore = (event: ConsoleEvent, greetedAt: string | undefined): boolean =>
  greetedAt === undefined || Date.parse(event.at) < Date.parse(greetedAt);

const byName = (degraded: readonly Degradation[]): ReadonlyMap<string, Degradation> =>
  new Map(degraded.map((one) => [one.what, one]));

type Degraded = LiveState['degraded'];

function monitoring(degraded: Degraded, event: ConsoleEvent): Degraded {
  if (event.type !== 'monitoring.degraded' && event.type !== 'monitoring.restored') return degraded;
  const next = new Map(degraded);
  if (event.type === 'monitoring.degraded') next.set(event.data.what, event.data);
  else next.delete(event.data.what);
  return next;
}
