import type { UseQueryResult } from '@tanstack/react-query';
import { useBoard } from '../api/queries.js';
import { useLiveState } from '../api/use-line.js';
import { useWatch } from '../app/watch.js';
import type { Board } from './board.js';

/** How often the list is read while the live line is down. */
const FALLBACK_MS = 15_000;

export function useWatchBoard(): UseQueryResult<Board> {
  const { line } = useWatch();
  return useBoard(useLiveState(line).link === 'live' ? false : FALLBACK_MS);
}
