import type { Instant } from '#libs/kernel';
import type { AlertKind, EducationResult, FactKind, RiskGrade } from '#libs/protocol';
import type { Points } from './points.js';

/** What is on record about somebody, apart from what wristbands say. Each enters as a typed record with its evidence. */
export interface Fact {
  readonly id: string;
  readonly kind: FactKind;
  readonly at: Instant;
  /** Until when; the same as `at` for what happened at a moment. */
  readonly to: Instant;
  /** Hours, in hundredths; null where the kind has none. */
  readonly amount: Points | null;
  readonly outcome: EducationResult | RiskGrade | null;
}

/** An alert as far as points look at it. */
export interface HeardAlert {
  readonly id: string;
  readonly kind: AlertKind;
  readonly from: Instant;
  /** Until when there is evidence of it. */
  readonly to: Instant;
  /** Null while nobody has resolved it. */
  readonly resolution: 'true' | 'false' | 'technical' | 'permitted' | 'other' | null;
  /** Late records have shown that it was not so. */
  readonly contradicted: boolean;
}

/** Why something of that time may not cost a point, and what shows it. */
export interface Excuse {
  readonly why: 'leave' | 'device_fault' | 'dead_zone' | 'hospital';
  readonly from: Instant;
  readonly to: Instant;
  /** `leave:7`, `fact:12`, `alert:5` */
  readonly evidence: string;
}
