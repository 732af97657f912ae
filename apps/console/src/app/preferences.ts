import type { Language } from '../texts/catalogue.js';
import type { Appearance } from './palette.js';
import { createStore, useStore, type Store } from './store.js';

/** What this person chose on this machine. */
export interface Preferences {
  readonly language: Language;
  readonly appearance: Appearance;
  /** Epoch milliseconds until which sounds are off; 0 when they are on. */
  readonly mutedUntil: number;
}

const KEY = 'zhengtu.preferences';

function remembered(): Preferences {
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const standard: Preferences = { language: 'zh-CN', appearance: dark ? 'dark' : 'light', mutedUntil: 0 };
  try {
    return { ...standard, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    // Storage that is closed to us, or written by something else: the standard is always usable.
    return standard;
  }
}

export const preferences: Store<Preferences> = createStore(remembered());

export function prefer(change: Partial<Preferences>): void {
  preferences.set((old) => ({ ...old, ...change }));
  localStorage.setItem(KEY, JSON.stringify(preferences.get()));
}

// A choice made in one tab holds in all of them: a mute above all.
window.addEventListener('storage', (event) => {
  if (event.key === KEY) preferences.set(remembered());
});

export const usePreferences = (): Preferences => useStore(preferences);
