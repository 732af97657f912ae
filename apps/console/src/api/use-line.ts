import { useEffect, useState } from 'react';
import type { Account, ConsoleEvent } from '#libs/protocol';
import { seesAlerts } from '../app/watch.js';
import { createStore, useStore } from '../app/store.js';
import { tellCommands } from '../commands/use-commands.js';
import { Line, type Positions } from './line.js';
import { startOfLive, type LiveState } from './live-state.js';
import { keys, queryClient, tellCache } from './queries.js';

/** What happened just now, for whatever wants to call it out. */
export const justNow = createStore<readonly ConsoleEvent[]>([]);

/** What may have changed while nobody told us. Borders, settings and the person have not. */
const changing = new Set(['alert', 'supervisee', 'orders', 'device', 'devices', 'commands', 'zones']);

const listener = {
  events(events: readonly ConsoleEvent[], live: readonly ConsoleEvent[]): void {
    tellCache(events);
    tellCommands(events);
    justNow.set(live);
  },
  reload(everything: boolean): void {
    void queryClient.invalidateQueries({
      predicate: ({ queryKey: [of] }) => (everything && of === keys.board[0]) || changing.has(String(of)),
    });
  },
  refused(): void {
    void queryClient.refetchQueries({ queryKey: keys.me });
  },
};

/** One line for as long as this person is signed in. */
export function useNewLine(account: Account): Line | undefined {
  const [line, setLine] = useState<Line>();
  const wanted = seesAlerts(account);
  useEffect(() => {
    if (!wanted) return;
    const opened = new Line(account.id, listener);
    setLine(opened);
    return () => {
      opened.close();
      setLine(undefined);
    };
  }, [account.id, wanted]);
  return line;
}

const noState = createStore<LiveState>(startOfLive(undefined));
const noPositions = createStore<Positions>(new Map());

export const useLiveState = (line: Line | undefined): LiveState => useStore(line?.state ?? noState);
export const usePositions = (line: Line | undefined): Positions => useStore(line?.positions ?? noPositions);
