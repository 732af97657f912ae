import type { Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import { z } from 'zod';
import { divisionAt, orderAt, policyAt, type World } from './world.js';

/** What each rule is told, and what it goes by where no policy says otherwise. */
export const policySchemas = {
  'zone.exit': z.object({
    /** How many radii of its accuracy a fix must lie off the border to be believed. */
    sigma: z.number().min(0).default(2),
    dwellSeconds: z.number().min(0).default(20),
    minFixes: z.number().int().min(1).default(2),
    maxAccuracyMetres: z.number().positive().default(500),
    returnFixes: z.number().int().min(1).default(2),
    /** Raised when it is so probable that somebody is outside. */
    probability: z.number().min(0.5).max(0.999999).default(0.9995),
    /** The share of time in which a receiver drifts without knowing it (reflections), */
    driftShare: z.number().min(0).max(1).default(0.1),
    /** and how far, as a deviation in metres: of a wristband that was not seen to, and at most of one that was. */
    driftMetres: z.number().positive().default(12),
    driftMetresMost: z.number().positive().default(28),
    /** Fixes nearer in time than this share their error: to go on drifting for so long is e times less probable. */
    correlationSeconds: z.number().positive().default(600),
    /** Metres taken for the accuracy of a fix that does not know its own, by source. */
    unknownAccuracy: z
      .object({
        gnss: z.number().positive().default(100),
        wifi: z.number().positive().default(500),
        cell: z.number().positive().default(1_500),
      })
      .prefault({}),
  }),
  'zone.entry': z.object({
    /** A fix is outside when it is so many radii of its accuracy outside. */
    sigma: z.number().min(0).default(1),
    /** Raised by so many fixes when it is so probable that somebody is inside, */
    minFixes: z.number().int().min(1).default(2),
    probability: z.number().min(0.5).max(0.999999).default(0.997),
    /** and by one alone when that makes it so probable: errors are those of `zone.exit`. */
    probabilityAlone: z.number().min(0.5).max(0.999999).default(0.9995),
    leaveFixes: z.number().int().min(1).default(2),
    maxAccuracyMetres: z.number().positive().default(200),
    /** Between two fixes no farther apart in time than this the straight way was gone, */
    crossingSeconds: z.number().positive().default(300),
    /** unless nobody is as fast. */
    maxMetresPerSecond: z.number().positive().default(50),
  }),
  'leave.deviation': z.object({
    /** Metres around home, the place and the way between them that are no deviation. */
    travelMetres: z.number().min(0).default(10_000),
    /** How much longer than the straight line the way there may be. */
    detour: z.number().min(1).default(1.5),
    sigma: z.number().min(0).default(2),
    dwellSeconds: z.number().min(0).default(600),
    minFixes: z.number().int().min(1).default(3),
    maxAccuracyMetres: z.number().positive().default(500),
    returnFixes: z.number().int().min(1).default(2),
  }),
  'leave.overdue': z.object({
    /** So long after the end of a leave it may still be reported back from. */
    graceSeconds: z.number().min(0).default(3_600),
  }),
  'strap.open': z.object({}),
  'clock.wrong': z.object({
    /** Right again after so many records in a row that were received when they were made. */
    rightRecords: z.number().int().min(1).default(5),
  }),
  'device.silent': z.object({
    /** Silent after so many reporting intervals without a record, and not before so many seconds. */
    intervals: z.number().positive().default(5),
    floorSeconds: z.number().min(0).default(25),
  }),
  sos: z.object({
    /** Over when the button was not pressed again for so long. */
    quietSeconds: z.number().positive().default(3_600),
  }),
  'case.open': z.object({
    /** Over when it was not said again for so long; there is no word for a case that was closed. */
    quietSeconds: z.number().positive().default(3_600),
  }),
  'strap.pattern': z.object({
    /** So many short openings of strap or case within the window are a pattern, and over after a window without one. */
    openings: z.number().int().min(2).default(3),
    windowSeconds: z.number().positive().default(86_400),
    shortSeconds: z.number().positive().default(300),
  }),
  'power.off': z.object({}),
  'battery.low': z.object({
    /** Low at so many percent, or where its own curve leaves it so many hours (asked below twice the percent). */
    percent: z.number().min(0).max(100).default(20),
    hours: z.number().min(0).default(6),
    /** Over when it stands so many percent above the mark, or above what it was raised at. */
    recoverPercent: z.number().min(0).default(5),
    /** So many readings in a row, for either. */
    readings: z.number().int().min(1).max(10).default(2),
  }),
  'battery.critical': z.object({
    /** Low at so many percent, or where its own curve leaves it so many hours (asked below twice the percent). */
    percent: z.number().min(0).max(100).default(10),
    hours: z.number().min(0).default(2),
    /** Over when it stands so many percent above the mark, or above what it was raised at. */
    recoverPercent: z.number().min(0).default(5),
    /** So many readings in a row, for either. */
    readings: z.number().int().min(1).max(10).default(2),
  }),
  'data.gap': z.object({
    /** A hole between two records is longer than this, and what is missing had so long to come in after it. */
    limitSeconds: z.number().min(60).default(1_800),
    waitSeconds: z.number().positive().default(900),
  }),
  'zone.absent': z.object({
    /** How many radii of its accuracy a fix must lie off the border to be believed outside. */
    sigma: z.number().min(0).default(2),
    /** Outside for so long, by so many fixes; before the schedule's edge counts too. */
    dwellSeconds: z.number().min(0).default(60),
    minFixes: z.number().int().min(1).max(4).default(2),
    maxAccuracyMetres: z.number().positive().default(500),
    returnFixes: z.number().int().min(1).default(2),
    /** Where somebody was longer ago than this says nothing about where he is. */
    maxAgeSeconds: z.number().positive().default(3_600),
  }),
  'device.no_position': z.object({
    /** Alive for so long without a usable fix, by the source of the last one; `none`: since it began to be heard. */
    limitSeconds: z
      .object({
        gnss: z.number().positive().default(1_800),
        wifi: z.number().positive().default(3_600),
        cell: z.number().positive().default(3_600),
        none: z.number().positive().default(900),
      })
      .prefault({}),
    /** A fix that is less exact is not usable. */
    maxAccuracyMetres: z.number().positive().default(500),
    /** So far inside the area it may last so many times longer. */
    safeMetres: z.number().min(0).default(2_000),
    safeFactor: z.number().min(1).default(3),
    /** Heard within so long, or three reporting intervals, it is alive. */
    aliveSeconds: z.number().positive().default(120),
  }),
  'movement.implausible': z.object({
    /** Faster than this is impossible: beyond `sigma` radii of accuracy of both fixes, and never for less than so many metres. */
    maxMetresPerSecond: z.number().positive().default(120),
    minMetres: z.number().min(0).default(500),
    sigma: z.number().min(0).default(3),
    /** Fixes that are less exact are not looked at. */
    maxAccuracyMetres: z.number().positive().default(100),
    /** So many such ways, each within the window after the one before; or one, and so many fixes that stay there. */
    jumps: z.number().int().min(2).default(3),
    windowSeconds: z.number().positive().default(600),
    confirmFixes: z.number().int().min(1).default(3),
    /** Over after so long without another one. */
    calmSeconds: z.number().positive().default(600),
    /** Frozen: so many fixes over so long, the receiver saying that it moves so fast; or so much longer with other satellites. */
    frozenFixes: z.number().int().min(2).default(20),
    frozenSeconds: z.number().positive().default(600),
    movingMetresPerSecond: z.number().positive().default(1.5),
    stillSeconds: z.number().positive().default(3_600),
  }),
  'jamming.suspected': z.object({
    /** Over when it was not found again for so long. */
    quietSeconds: z.number().positive().default(600),
    /** All sources lost: after so many satellites, within so long, for so long, and the network as well. */
    minSatellites: z.number().int().min(1).default(6),
    suddenSeconds: z.number().positive().default(30),
    lossSeconds: z.number().positive().default(120),
    /** So many times within the window, each so far from the others: a garage stays where it is. */
    losses: z.number().int().min(1).max(20).default(3),
    windowSeconds: z.number().positive().default(86_400),
    apartMetres: z.number().min(0).default(500),
  }),
  'device.separated': z.object({
    /** Off the body for so long. */
    offBodySeconds: z.number().positive().default(600),
    /** Reporting for so long without a sign of wear, and without having moved farther than this. */
    stillSeconds: z.number().positive().default(86_400),
    moveMetres: z.number().positive().default(150),
    /** Two wristbands of one person so far apart, by fixes no longer after each other than this. */
    apartMetres: z.number().positive().default(500),
    togetherSeconds: z.number().positive().default(300),
    /** Heard so many times in a row for no longer than a burst, after long holes, within so long of the same time of day. */
    checkIns: z.number().int().min(3).max(30).default(5),
    checkInSeconds: z.number().positive().default(300),
    burstSeconds: z.number().positive().default(1_800),
    holeSeconds: z.number().positive().default(21_600),
  }),
  'zone.approach': z.object({
    /** Near: so many metres from the border of a forbidden area, its buffer counted in, */
    withinMetres: z.number().positive().default(300),
    /** and nearer by so many than within so many seconds before, beyond so many radii of both accuracies. */
    closingMetres: z.number().positive().default(50),
    windowSeconds: z.number().positive().default(600),
    sigma: z.number().min(0).default(1),
    leaveFixes: z.number().int().min(1).default(2),
    maxAccuracyMetres: z.number().positive().default(200),
  }),
  'order.ending': z.object({
    /** Told so many days before the end, and never earlier than in the last share of the order. */
    days: z.number().positive().default(14),
    share: z.number().min(0).max(1).default(0.25),
  }),
  'order.uncovered': z.object({
    /** So long an order may be in force without a wristband, or with one out of service, */
    unboundSeconds: z.number().min(0).default(3_600),
    /** with one that has not reported once, */
    neverSeconds: z.number().min(0).default(3_600),
    /** and with one that reports no more. */
    silentSeconds: z.number().positive().default(86_400),
    /** Somebody closed it and nothing changed: told anew after so long. */
    againSeconds: z.number().positive().default(86_400),
  }),
  'abscondment.suspected': z.object({
    /** What goes on, unresolved, for so long, */
    unresolvedSeconds: z
      .object({
        'device.silent': z.number().min(0).default(14_400),
        'strap.open': z.number().min(0).default(1_800),
        'zone.exit': z.number().min(0).default(7_200),
      })
      .prefault({}),
    /** and so many attempts at contact that failed, one after the other, the first and the last so far apart. */
    attempts: z.number().int().min(1).default(2),
    apartSeconds: z.number().min(0).default(1_800),
  }),
  gathering: z.object({
    /** So many people within so many metres of one of them, the same ones for so long. */
    people: z.number().int().min(2).default(5),
    metres: z.number().positive().default(50),
    minutes: z.number().min(5).default(20),
    maxAccuracyMetres: z.number().positive().default(100),
  }),
  'contact.forbidden': z.object({
    /** Near: so many metres from a co-offender, and from the border of a protected person's place, its buffer counted in. */
    metres: z.number().positive().default(50),
    placeMetres: z.number().min(0).default(100),
    /** Raised when they were near for so long, by so many comparisons, and it is so probable. */
    dwellSeconds: z.number().min(0).default(300),
    minFixes: z.number().int().min(2).default(3),
    probability: z.number().min(0.5).max(0.9999).default(0.99),
    /** Over by so many comparisons that show them apart. */
    leaveFixes: z.number().int().min(1).default(2),
    maxAccuracyMetres: z.number().positive().default(200),
    /** How far apart in time a position may stand for where somebody is, */
    pairSeconds: z.number().positive().default(120),
    /** and for how long they may not be seen before it is over. */
    holeSeconds: z.number().positive().default(600),
  }),
} as const satisfies Record<AlertKind, z.ZodType>;

export type Policy<Kind extends AlertKind> = z.output<(typeof policySchemas)[Kind]>;

interface InForce<Kind extends AlertKind> {
  readonly version: number;
  readonly policy: Policy<Kind>;
}
/** An answer, and how long it is the same. */
interface Answer {
  readonly from: number;
  readonly to: number;
  readonly inForce: InForce<AlertKind>;
}
const answers = new WeakMap<World['policies'], Map<AlertKind, Map<string, Answer>>>();
const read = new WeakMap<object, unknown>();
const defaults = new Map<AlertKind, unknown>();

/**
 * The parameters in force at a time, and their version (0: the defaults). Every rule asks with every record: the last
 * answer is kept until another version would begin, once for everybody of a division.
 */
export function policyOf<Kind extends AlertKind>(world: World, kind: Kind, at: Instant): InForce<Kind> {
  const division = divisionAt(world, at);
  const known = answersOf(world.policies, kind).get(division);
  if (known !== undefined && known.from <= at && at < known.to) return known.inForce;
  const inForce = found(world, kind, at);
  const turns = world.policies.flatMap((one) => (one.kind === kind ? [one.from] : []));
  const from = Math.max(-Infinity, ...turns.filter((turn) => turn <= at));
  const to = Math.min(Infinity, ...turns.filter((turn) => turn > at));
  answersOf(world.policies, kind).set(division, { from, to, inForce });
  return inForce;
}

function answersOf(policies: World['policies'], kind: AlertKind): Map<string, Answer> {
  const byKind = answers.get(policies) ?? new Map<AlertKind, Map<string, Answer>>();
  if (byKind.size === 0) answers.set(policies, byKind);
  const byDivision = byKind.get(kind) ?? new Map<string, Answer>();
  if (byDivision.size === 0) byKind.set(kind, byDivision);
  return byDivision;
}

function found<Kind extends AlertKind>(world: World, kind: Kind, at: Instant): InForce<Kind> {
  const version = policyAt(world, kind, at);
  if (version === undefined) {
    const policy = defaults.get(kind) ?? policySchemas[kind].parse({});
    defaults.set(kind, policy);
    return { version: 0, policy: policy as Policy<Kind> };
  }
  const known = read.get(version) ?? policySchemas[kind].parse(version.parameters);
  read.set(version, known);
  return { version: version.version, policy: known as Policy<Kind> };
}

/** Of rule, policy and order something was judged by. */
export function versionsAt(
  world: World,
  kind: AlertKind,
  rule: number,
  at: Instant,
): Readonly<Record<string, string | number>> {
  const order = orderAt(world, at);
  return { rule, policy: policyOf(world, kind, at).version, ...(order === undefined ? {} : { order: order.id }) };
}
