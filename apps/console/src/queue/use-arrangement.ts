import { useCallback, useEffect, useState, type FocusEvent } from 'react';
import { useNow } from '../app/clock.js';
import { arrange, type Arrangement } from './arrange.js';

/** A hand that rests on the list without moving does not hold the queue back for ever. */
const HOLD_MS = 20_000;

interface Held extends Arrangement {
  /** For the list: while a pointer or the focus is on it and moves now and then, nothing in it does. */
  readonly hands: {
    readonly onPointerMove: () => void;
    readonly onPointerLeave: () => void;
    readonly onKeyDown: () => void;
    readonly onFocus: () => void;
    readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
  };
  readonly release: () => void;
}

/** The queue as it may be shown now. Another `filter` is another list: it is not held. */
export function useArrangement(ordered: readonly string[], filter: string): Held {
  useNow();
  const [standing, setStanding] = useState(ordered);
  const [heldUntil, setHeldUntil] = useState(0);
  const held = Date.now() < heldUntil && standing.length > 0;
  useEffect(() => {
    if (!held) setStanding(ordered);
  }, [held, ordered]);
  useEffect(() => setHeldUntil(0), [filter]);
  const hold = useCallback(() => setHeldUntil(Date.now() + HOLD_MS), []);
  const release = useCallback(() => setHeldUntil(0), []);
  return {
    ...arrange(standing, ordered, held),
    release,
    hands: {
      onPointerMove: hold,
      onPointerLeave: release,
      onKeyDown: hold,
      onFocus: hold,
      onBlur: (event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) release();
      },
    },
  };
}
