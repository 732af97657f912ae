import type { ErrorCode } from '#libs/kernel';
import type {
  AlertDetail,
  AlertKind,
  AlertState,
  categories,
  ConsoleEventType,
  fixSources,
  orderGrounds,
  orderStates,
  recordKinds,
  resolutionCodes,
  Role,
  Severity,
  Track,
  zoneKinds,
} from '#libs/protocol';

type Source = (typeof fixSources)[number];
type Resolution = (typeof resolutionCodes)[number];
type GapReason = Track['gaps'][number]['because'];
type Version = 'rule' | 'policy' | 'zone' | 'order' | 'engine';
/** What the wire calls an act is a string; these are the ones there are. */
type Act = 'claim' | 'ack' | 'note' | 'resolve' | 'escalate';

export type Latency = keyof AlertDetail['latencies'];

/** Everything the platform may name on the wire. A word without a text in both languages does not compile. */
export type VocabularyKey =
  | `kind.${AlertKind}`
  | `sentence.${AlertKind}`
  | `rule.${AlertKind}`
  | `severity.${Severity}`
  | `state.${AlertState}`
  | `resolution.${Resolution}`
  | `role.${Role}`
  | `category.${(typeof categories)[number]}`
  | `ground.${(typeof orderGrounds)[number]}`
  | `orderState.${(typeof orderStates)[number]}`
  | `zoneKind.${(typeof zoneKinds)[number]}`
  | `record.${(typeof recordKinds)[number]}`
  | `source.${Source}`
  | `gap.${GapReason}`
  | `version.${Version}`
  | `latency.${Latency}`
  | `act.${Act}`
  | `event.${ConsoleEventType}`
  | `error.${ErrorCode}`;
