import { responseTime } from '#libs/casework';
import { after, type Instant } from '#libs/kernel';
import type { AlertKind, Severity } from '#libs/protocol';
import type { z } from 'zod';
import { sos } from './sos.rule.js';
import { caseOpen } from './case-open.rule.js';
import { strapPattern } from './strap-pattern.rule.js';
import { clockWrong } from './clock-wrong.rule.js';
import { policySchemas } from './policy.js';
import type { Rule } from './rule.js';
import { strapOpen } from './strap-open.rule.js';
import { zoneExit } from './zone-exit.rule.js';

/** The rules that are folded over what wristbands send. Silence is the absence of that: see `device-silent.rule.ts`. */
export const foldedRules = [zoneExit, strapOpen, clockWrong, sos, caseOpen, strapPattern] as const;
export type FoldedKind = (typeof foldedRules)[number]['kind'];
/** Each rule's own state, under its kind. */
export type RuleStates = { readonly [R in (typeof foldedRules)[number] as R['kind']]?: R['start'] };

export interface KindOfAlert {
  readonly severity: Severity;
  readonly policy: z.ZodType;
  /** What an officer goes through; the words are the console's. */
  readonly checklist: readonly string[];
  readonly basis: string;
}

/** Everything about a kind of alert that is not its logic. A kind without a line does not compile. */
export const catalogue = {
  'zone.exit': {
    severity: 'serious',
    policy: policySchemas['zone.exit'],
    checklist: ['call', 'leave', 'evidence', 'visit'],
    basis: 'Community Correction Law art. 27 (leaving the city or county needs approval), art. 29',
  },
  'strap.open': {
    severity: 'critical',
    policy: policySchemas['strap.open'],
    checklist: ['call', 'visit', 'inspect', 'replace'],
    basis: 'Community Correction Law art. 29; Implementing Measures art. 37',
  },
  'device.silent': {
    severity: 'warning',
    policy: policySchemas['device.silent'],
    checklist: ['call', 'battery', 'coverage', 'visit'],
    basis: 'Community Correction Law art. 26, art. 29',
  },
  'clock.wrong': {
    severity: 'warning',
    policy: policySchemas['clock.wrong'],
    checklist: ['restart', 'watch', 'replace'],
    basis: 'Community Correction Law art. 29',
  },
  sos: {
    severity: 'critical',
    policy: policySchemas['sos'],
    checklist: ['call', 'look', 'help'],
    basis: 'Community Correction Law art. 26; the wearer asks for help',
  },
  'case.open': {
    severity: 'critical',
    policy: policySchemas['case.open'],
    checklist: ['call', 'inspect', 'replace', 'visit'],
    basis: 'Community Correction Law art. 29; Implementing Measures art. 37 (tamper-proof)',
  },
  'strap.pattern': {
    severity: 'critical',
    policy: policySchemas['strap.pattern'],
    checklist: ['call', 'inspect', 'replace', 'visit'],
    basis: 'Community Correction Law art. 29; Implementing Measures art. 37 (tamper-proof)',
  },
} as const satisfies Record<AlertKind, KindOfAlert>;

export const severityOf = (kind: AlertKind): Severity => catalogue[kind].severity;
/** When somebody must have taken an alert on. */
export const dueAt = (kind: AlertKind, detectedAt: Instant): Instant =>
  after(detectedAt, responseTime[severityOf(kind)]);

/** Names the rules that made a state: one made by others is not gone on with. */
export const rulesVersion: string = foldedRules.map((rule) => `${rule.kind}@${rule.version}`).join(' ');

export const anyRules = foldedRules as readonly unknown[] as readonly Rule<FoldedKind, unknown>[];
