import { z } from 'zod';

/** The closed lists that more than one process speaks of. The Chinese statutory terms are in docs/glossary.md. */

export const categories = ['control', 'probation', 'parole', 'temporary_release'] as const;
export const roles = ['officer', 'county', 'head', 'prosecutor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Community Correction Law art. 29 (1). */
export const orderGrounds = [
  'injunction_breach',
  'left_area',
  'refused_report',
  'public_order_penalty',
  'revocation_proposed',
] as const;
export const orderStates = ['proposed', 'approved', 'ended'] as const;

/** Why nothing of somebody may be deleted: 诉讼、控告申诉、撤销提请未结、检察监督、内部调查. */
export const holdGrounds = ['litigation', 'complaint', 'revocation', 'prosecution', 'inquiry', 'other'] as const;

/** Of an approved leave 外出: in force or to come; reported back from 销假; withdrawn. The last two are final. */
export const leaveStates = ['approved', 'reported_back', 'withdrawn'] as const;

/**
 * What is on record about somebody, apart from what wristbands say: reports, education, public-benefit work, leave,
 * decisions, assessments, and what excuses.
 */
export const factKinds = [
  'report.kept',
  'report.missed',
  'education.hours',
  'education.result',
  'benefit.hours',
  'leave.kept',
  'risk.graded',
  'decision.commended',
  'decision.merit',
  'decision.commuted',
  'decision.admonished',
  'decision.warned',
  'decision.penalised',
  'work.unable',
  'excuse.device-fault',
  'excuse.dead-zone',
  'excuse.hospital',
] as const;
export type FactKind = (typeof factKinds)[number];
/** Those with which a score may prompt a case: the law names them (Community Correction Law art. 28). */
export const statutoryFacts = [
  'report.missed',
  'decision.admonished',
  'decision.warned',
  'decision.penalised',
] as const;
/** Of a points entry: only what is confirmed counts. */
export const pointsStates = ['proposed', 'confirmed', 'withdrawn', 'overturned'] as const;
export type PointsState = (typeof pointsStates)[number];
/** 严管, 普管, 宽管 */
export const classCodes = ['strict', 'ordinary', 'lenient'] as const;
export type ClassCode = (typeof classCodes)[number];
export const educationResults = ['good', 'pass', 'fail'] as const;
export type EducationResult = (typeof educationResults)[number];
export const riskGrades = ['low', 'medium', 'high'] as const;
export type RiskGrade = (typeof riskGrades)[number];

/** Of a search 查找 for somebody whose contact was lost: opened; its alert is over. The workflow of a search adds others. */
export const searchStates = ['opened', 'alert_over'] as const;

/** Whom somebody must keep away from 禁止接触: 受保护人, 同案犯. */
export const contactKinds = ['protected_person', 'co_offender'] as const;
export const recordStates = ['in_force', 'withdrawn'] as const;

export const zoneKinds = ['inclusion', 'exclusion', 'interest'] as const;
export const alertKinds = [
  'zone.exit',
  'zone.entry',
  'strap.open',
  'device.silent',
  'clock.wrong',
  'sos',
  'case.open',
  'strap.pattern',
  'power.off',
  'battery.low',
  'battery.critical',
  'data.gap',
  'zone.absent',
  'device.no_position',
  'movement.implausible',
  'jamming.suspected',
  'device.separated',
  'zone.approach',
  'leave.deviation',
  'leave.overdue',
  'order.ending',
  'order.uncovered',
  'abscondment.suspected',
  'contact.forbidden',
  'gathering',
] as const;
export type AlertKind = (typeof alertKinds)[number];
export const severities = ['critical', 'serious', 'warning', 'information'] as const;
export type Severity = (typeof severities)[number];

/** `ended`: what it is about is over, and somebody must still look at it. */
export const alertStates = ['open', 'claimed', 'waiting', 'ended', 'resolved', 'suppressed'] as const;
export type AlertState = (typeof alertStates)[number];
export const suppressionStates = ['proposed', 'approved', 'ended'] as const;
/** How somebody was tried to be reached about an alert, and what came of it. */
export const contactWays = ['call', 'message', 'visit', 'other'] as const;
export const contactResults = ['reached', 'no_answer', 'unreachable', 'refused'] as const;
export const resolutionCodes = ['true', 'false', 'technical', 'permitted', 'other'] as const;

export const recordKinds = [
  'fix',
  'nofix',
  'strap_open',
  'strap_closed',
  'case_open',
  'power_off',
  'power_on',
  'charge_on',
  'charge_off',
  'low_battery',
  'sos',
  'jamming',
  'off_body',
  'on_body',
  'fall',
  'heart_rate',
  'heartbeat',
  'command_result',
] as const;
/** What a wristband can be told to do. */
export const commandNames = ['locate', 'interval', 'vibrate', 'message'] as const;
export type CommandName = (typeof commandNames)[number];
/**
 * Written down; taken by the broker; carried out; not carried out, by the wristband's own word; not answered in time.
 * The last three are final.
 */
export const commandStates = ['queued', 'sent', 'done', 'failed', 'expired'] as const;
export type CommandState = (typeof commandStates)[number];

export const fixSources = ['gnss', 'wifi', 'cell', 'beacon'] as const;

const MAX_ID = 2n ** 63n - 1n;
export const id = z
  .string()
  .regex(/^[0-9]{1,19}$/)
  .refine((digits) => !/^[0-9]{1,19}$/.test(digits) || BigInt(digits) <= MAX_ID, 'larger than any identifier')
  .describe('a 64-bit identifier, in decimal');
export const deviceIdentifier = z.string().regex(/^[A-Za-z0-9-]{4,32}$/);
/** ISO 8601 with an offset; answers carry +08:00. */
export const time = z.iso.datetime({ offset: true });
export const date = z.iso.date();
export const divisionCode = z
  .string()
  .regex(/^[0-9]{2,12}$/)
  .describe('administrative division code 行政区划代码');
export const latitude = z.number().min(-90).max(90);
export const longitude = z.number().min(-180).max(180);
