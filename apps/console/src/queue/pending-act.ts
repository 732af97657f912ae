import { createStore } from '../app/store.js';

export type KeyAct = 'claim' | 'ack' | 'resolve' | 'note';

/** A key pressed on a row: the alert is opened, and there the act is done or its form shown. */
export const pendingAct = createStore<{ readonly id: string; readonly act: KeyAct } | undefined>(undefined);
