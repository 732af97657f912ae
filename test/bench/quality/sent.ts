import type { Instant } from '#libs/kernel';
import type { Observation as Said } from '../../../devices-sim/src/band/wire.js';

/** One record on its way: what the wristband said, when it truly was, and when the platform received it. */
export interface Sent {
  readonly said: Said & { readonly seq: number };
  readonly made: Instant;
  readonly receivedAt: Instant;
}

/** A message: its records come in together. */
export interface Message {
  readonly receivedAt: Instant;
  readonly records: readonly Sent[];
}

/** Something that truly was, from a time to a time: what an alert should tell, or may. */
export interface Violation {
  readonly kind: string;
  readonly from: Instant;
  readonly to: Instant;
  /** So plain, and so long, that the policy wants an alert; else one is neither wanted nor wrong. */
  readonly beyond: boolean;
  /** Whether records came in while it began: only then is it asked how soon the alert was there. */
  readonly live: boolean;
  /** What it was, for whoever looks into a miss. */
  readonly about: string;
}

/** An alert as either judge raised it. */
export interface Raised {
  readonly kind: string;
  readonly from: Instant;
  readonly to: Instant | null;
  /** When the platform knew. */
  readonly raisedAt: Instant;
  /** Taken back when late records came. */
  readonly contradicted: boolean;
  readonly about: string;
}
