import { useSyncExternalStore } from 'react';
import { createStore } from './store.js';

/** How far the server's clock is ahead of this machine's, in milliseconds: ages are counted by the server's. */
export const serverAhead = createStore(0);

export const serverNow = (): number => Date.now() + serverAhead.get();

const ticks = createStore(serverNow());
let watchers = 0;
let timer: number | undefined;

function watch(listener: () => void): () => void {
  const stop = ticks.subscribe(listener);
  if (watchers++ === 0) {
    ticks.set(serverNow());
    timer = window.setInterval(() => ticks.set(serverNow()), 1_000);
  }
  return () => {
    stop();
    if (--watchers === 0) window.clearInterval(timer);
  };
}

/** The server's time, renewed every second by one timer for the whole page. */
export const useNow = (): number => useSyncExternalStore(watch, ticks.get);
