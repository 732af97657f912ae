import type { AreaShape, CircleShape } from '#libs/geo';
import { createStore } from '../app/store.js';

/** A fix as the map shows it for what is selected: where, how exact, and whether it counted. WGS-84, metres. */
export interface ShownFix {
  readonly lat: number;
  readonly lon: number;
  readonly accuracy: number | null;
  readonly used: boolean;
}

/** What the selected alert or dossier wants to be seen. */
export interface Subject {
  /** Whose wristband is ringed; nobody's when it is about a place. */
  readonly superviseeId?: string;
  readonly fixes: readonly ShownFix[];
  /** Stretches of fixes without a gap between them: a line is drawn along each and never over a gap. */
  readonly stretches: readonly (readonly ShownFix[])[];
  readonly zone?: {
    readonly kind: 'inclusion' | 'exclusion' | 'interest';
    readonly area?: AreaShape;
    readonly circle?: CircleShape;
  };
}

export const subject = createStore<Subject | undefined>(undefined);
/** Counts the times that somebody asked to see the subject: the camera goes there. */
export const looks = createStore(0);
export const lookAtSubject = (): void => looks.set((count) => count + 1);
/** The place that is asked about, WGS-84; `undefined` while none is chosen. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
}
/** Who waits for a click on the map; without one a click picks a wristband. */
export const placing = createStore<((place: Place) => void) | undefined>(undefined);
/** The supervisee whom the camera follows. */
export const followed = createStore<string | undefined>(undefined);
