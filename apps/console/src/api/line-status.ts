import type { LiveState } from './live-state.js';

/** Silence of the server for longer than this is shown: its heartbeats come more often. */
export const QUIET_AFTER_MS = 10_000;

export type LineStatus = 'connecting' | 'normal' | 'quiet' | 'lost' | 'degraded';

/** What an officer may rely on now. `now` is this machine's clock. */
export function lineStatus(state: LiveState, now: number): LineStatus {
  if (state.link === 'lost') return 'lost';
  if (state.link === 'connecting') return 'connecting';
  if (now - (state.heardAt ?? 0) > QUIET_AFTER_MS) return 'quiet';
  return state.degraded.size > 0 ? 'degraded' : 'normal';
}

/** What is on the screen may no longer be so. */
export const isStale = (status: LineStatus): boolean => status === 'lost' || status === 'quiet';
