import { instant, superviseeId, type Instant } from '#libs/kernel';
import { alertKinds } from '#libs/protocol';
import type { World } from '#libs/rules';
import type { County } from '#libs/geo';
import { world } from '#libs/testkit';
import type { Person } from '../../../devices-sim/src/person/person.js';
import type { Scenario } from '../../../devices-sim/src/scenario/scenario.js';
import { Baseline } from './baseline.js';
import { CURFEW, dutiesOf, type Duty } from './duties.js';
import { Intake } from './intake.js';
import { verdictsOn, type Verdicts } from './judge.js';
import { Lane } from './lane.js';
import { deliveriesOf, type Delivered } from './life.js';
import { truthOf } from './truth.js';

/** One supervisee's fourteen days, as they were and as both judges saw them. */
export interface Case {
  readonly person: Person;
  readonly delivered: Delivered;
  readonly records: number;
  readonly rewinds: number;
  readonly kinds: readonly KindOfCase[];
}
export interface KindOfCase {
  readonly kind: string;
  readonly beyond: number;
  readonly ours: Verdicts;
  readonly baseline: Verdicts;
}

export function caseOf(person: Person, scenario: Scenario, county: County, start: Instant, end: Instant): Case {
  const delivered = deliveriesOf(person, scenario, start, end);
  const violations = truthOf(person, delivered, start, end);
  const id = superviseeId(String(person.number));
  const duties = dutiesOf(person, start, end);
  const lane = new Lane(worldOf(person, county, duties, start, end, scenario.intervalSeconds));
  const intake = new Intake(id, person.deviceId);
  const baseline = new Baseline(person.county.area, duties);
  for (const message of delivered.messages) {
    if (message.receivedAt >= end) break;
    baseline.take(message);
    lane.take(intake.take(message), message.receivedAt);
  }
  lane.close(end);
  const ours = lane.raised;
  const kinds = alertKinds.map((kind): KindOfCase => {
    const truth = violations.filter((one) => one.kind === kind);
    return {
      kind,
      beyond: truth.filter((one) => one.beyond).length,
      ours: verdictsOn(
        truth,
        ours.filter((one) => one.kind === kind),
      ),
      baseline: verdictsOn(
        truth,
        baseline.raised.filter((one) => one.kind === kind),
      ),
    };
  });
  return { person, delivered, records: delivered.made.length, rewinds: lane.rewinds, kinds };
}

/** Under an order for all that time, in the county where they live, with what is drawn for them. */
function worldOf(
  { deviceId, number }: Person,
  county: County,
  duties: readonly Duty[],
  start: Instant,
  end: Instant,
  interval: number,
): World {
  const drawn = (kind: Duty['kind']) =>
    duties
      .filter((duty) => duty.kind === kind)
      .map(({ circle }) => ({
        ...area,
        id: kind,
        name: kind,
        kind: kind === 'zone.entry' ? 'exclusion' : 'inclusion',
        shape: circle,
        schedule: kind === 'zone.absent' ? { weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], ...CURFEW }] } : null,
      }));
  const area = {
    id: county.code,
    version: 1,
    name: county.nameEn,
    kind: 'inclusion',
    shape: county.area,
    buffer: 0,
    schedule: null,
    from: instant(0),
    to: null,
  };
  return world({
    superviseeId: superviseeId(String(number)),
    division: county.code,
    homes: [{ division: county.code, county: area, from: instant(0), to: null }],
    zones: drawn('zone.absent'),
    exclusions: drawn('zone.entry'),
    bindings: [{ deviceId, intervalSeconds: interval, from: start, to: null }],
    orders: [{ id: '1', from: start, to: instant(end + 86_400_000), approvedAt: start }],
  });
}
