import { useEffect, useMemo, useState } from 'react';
import type { Severity } from '#libs/protocol';
import { serverNow, useNow } from '../app/clock.js';
import { usePreferences } from '../app/preferences.js';
import { createStore, useStore } from '../app/store.js';
import { useWatchBoard } from '../queue/use-watch-board.js';
import { worstCalling } from './pattern.js';
import { Speaker, type SpeakerState } from './speaker.js';

const none = createStore<SpeakerState>('blocked');

export interface Hearing {
  readonly speaker: Speaker | undefined;
  readonly state: SpeakerState;
  readonly calling: Severity | undefined;
  /** Milliseconds; 0 when sounds are on. */
  readonly mutedFor: number;
}

/** Sounds for the worst alert that nobody has acknowledged, unless this person muted it for a while. */
export function useSpeaker(): Hearing {
  const [speaker, setSpeaker] = useState<Speaker>();
  const state = useStore(speaker?.state ?? none);
  const board = useWatchBoard().data;
  const calling = useMemo(() => worstCalling(board?.alerts.values() ?? []), [board]);
  useNow();
  const mutedFor = Math.max(0, usePreferences().mutedUntil - serverNow());
  useEffect(() => {
    const made = new Speaker();
    setSpeaker(made);
    return () => made.close();
  }, []);
  const heard = mutedFor > 0 ? undefined : calling;
  useEffect(() => speaker?.want(heard), [speaker, heard]);
  return { speaker, state, calling, mutedFor };
}
