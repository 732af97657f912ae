import { responseTime } from '#libs/casework';
import { after, type Instant } from '#libs/kernel';
import type { AlertKind, Severity } from '#libs/protocol';
import type { z } from 'zod';
import { sos } from './sos.rule.js';
import { caseOpen } from './case-open.rule.js';
import { strapPattern } from './strap-pattern.rule.js';
import { powerOff } from './power-off.rule.js';
import { batteryLow } from './battery-low.rule.js';
import { batteryCritical } from './battery-critical.rule.js';
import { dataGap } from './data-gap.rule.js';
import { deviceNoPosition } from './device-no-position.rule.js';
import { movementImplausible } from './movement-implausible.rule.js';
import { jammingSuspected } from './jamming-suspected.rule.js';
import { deviceSeparated } from './device-separated.rule.js';
import { clockWrong } from './clock-wrong.rule.js';
import { leaveDeviation } from './leave-deviation.rule.js';
import { leaveOverdue } from './leave-overdue.rule.js';
import { policySchemas } from './policy.js';
import type { Rule } from './rule.js';
import { strapOpen } from './strap-open.rule.js';
import { zoneAbsent } from './zone-absent.rule.js';
import { zoneApproach } from './zone-approach.rule.js';
import { zoneEntry } from './zone-entry.rule.js';
import { zoneExit } from './zone-exit.rule.js';

/** The rules that are folded over what wristbands send. Silence is the absence of that: see `device-silent.rule.ts`. */
export const foldedRules = [
  zoneExit,
  zoneEntry,
  strapOpen,
  clockWrong,
  sos,
  caseOpen,
  strapPattern,
  powerOff,
  batteryLow,
  batteryCritical,
  dataGap,
  zoneAbsent,
  deviceNoPosition,
  movementImplausible,
  jammingSuspected,
  deviceSeparated,
  zoneApproach,
  leaveDeviation,
  leaveOverdue,
] as const;
export type FoldedKind = (typeof foldedRules)[number]['kind'];

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
  'zone.entry': {
    severity: 'critical',
    policy: policySchemas['zone.entry'],
    checklist: ['call', 'protect', 'evidence', 'visit'],
    basis: 'Criminal Law art. 38, 72 (injunctions); Implementing Measures art. 24, 39',
  },
  'leave.deviation': {
    severity: 'serious',
    policy: policySchemas['leave.deviation'],
    checklist: ['call', 'leave', 'evidence', 'order-back'],
    basis: 'Community Correction Law art. 27 (leaving the city or county needs approval), art. 26',
  },
  'leave.overdue': {
    severity: 'serious',
    policy: policySchemas['leave.overdue'],
    checklist: ['call', 'report-back', 'order-back', 'visit'],
    basis:
      'Community Correction Law art. 27; back and reported before the end: Implementing Measures art. 28 (to be confirmed)',
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
  'power.off': {
    severity: 'serious',
    policy: policySchemas['power.off'],
    checklist: ['call', 'battery', 'visit', 'restart'],
    basis: 'Community Correction Law art. 29',
  },
  'battery.low': {
    severity: 'warning',
    policy: policySchemas['battery.low'],
    checklist: ['call', 'charge', 'watch'],
    basis: 'Community Correction Law art. 29; NIJ 1004.00 (low battery)',
  },
  'battery.critical': {
    severity: 'serious',
    policy: policySchemas['battery.critical'],
    checklist: ['call', 'charge', 'visit'],
    basis: 'Community Correction Law art. 29; NIJ 1004.00 (low battery)',
  },
  'data.gap': {
    severity: 'warning',
    policy: policySchemas['data.gap'],
    checklist: ['call', 'coverage', 'gaps', 'replace'],
    basis: 'Community Correction Law art. 29; NIJ 1004.00 5.3.5 (15 minutes from the upload)',
  },
  'zone.absent': {
    severity: 'serious',
    policy: policySchemas['zone.absent'],
    checklist: ['call', 'schedule', 'leave', 'visit'],
    basis:
      'Community Correction Law art. 23, art. 26; the hours are those set for the supervisee and recorded with the area',
  },
  'device.no_position': {
    severity: 'warning',
    policy: policySchemas['device.no_position'],
    checklist: ['call', 'sky', 'coverage', 'visit'],
    basis: 'Community Correction Law art. 26, art. 29; NIJ 1004.00 5.3.1 (2 minutes under open sky)',
  },
  'movement.implausible': {
    severity: 'warning',
    policy: policySchemas['movement.implausible'],
    checklist: ['look', 'locate', 'call', 'replace'],
    basis: 'Community Correction Law art. 29 (what is judged must be true)',
  },
  'jamming.suspected': {
    severity: 'serious',
    policy: policySchemas['jamming.suspected'],
    checklist: ['call', 'look', 'visit', 'inspect'],
    basis: 'Community Correction Law art. 29; NIJ 1004.00 5.7 (a benign loss must not raise it)',
  },
  'device.separated': {
    severity: 'serious',
    policy: policySchemas['device.separated'],
    checklist: ['call', 'video', 'visit', 'inspect'],
    basis: 'Community Correction Law art. 29; findings of procuratorates on 人机分离',
  },
  'zone.approach': {
    severity: 'information',
    policy: policySchemas['zone.approach'],
    checklist: ['look', 'call', 'protect'],
    basis: 'Criminal Law art. 38, 72 (injunctions): to warn before one is broken',
  },
  'abscondment.suspected': {
    severity: 'critical',
    policy: policySchemas['abscondment.suspected'],
    checklist: ['call', 'search', 'evidence', 'police'],
    basis:
      'Community Correction Law art. 30 (search at once); how, and whom to tell: Implementing Measures art. 38 (to be confirmed)',
  },
  'order.ending': {
    severity: 'warning',
    policy: policySchemas['order.ending'],
    checklist: ['assess', 'renew', 'remove'],
    basis:
      'Community Correction Law art. 29 (2): three months at most, going on needs an assessment and a new approval',
  },
  'order.uncovered': {
    severity: 'serious',
    policy: policySchemas['order.uncovered'],
    checklist: ['call', 'bind', 'reports', 'visit'],
    basis:
      'Community Correction Law art. 29 (the order is to be carried out), art. 26 (to know where and how somebody is)',
  },
  gathering: {
    severity: 'warning',
    policy: policySchemas['gathering'],
    checklist: ['look', 'call', 'place', 'visit'],
    basis: 'Community Correction Law art. 26 (to know where people are); alarm type 4 of the platform standard (聚集)',
  },
  'contact.forbidden': {
    severity: 'serious',
    policy: policySchemas['contact.forbidden'],
    checklist: ['call', 'protect', 'evidence', 'visit'],
    basis: 'Criminal Law art. 38, 72 (injunctions: contact with named persons); Implementing Measures art. 24, 39',
  },
} as const satisfies Record<AlertKind, KindOfAlert>;

export const severityOf = (kind: AlertKind): Severity => catalogue[kind].severity;
/** When somebody must have taken an alert on. */
export const dueAt = (kind: AlertKind, detectedAt: Instant): Instant =>
  after(detectedAt, responseTime[severityOf(kind)]);

/** How tracks are written down: raised when that changes. */
const TRACKS = 2;
/** Names the rules that made a state: one made by others is not gone on with. */
export const rulesVersion: string = [
  `tracks@${TRACKS}`,
  ...foldedRules.map((rule) => `${rule.kind}@${rule.version}`),
].join(' ');

export const anyRules = foldedRules as readonly unknown[] as readonly Rule<FoldedKind, unknown>[];
