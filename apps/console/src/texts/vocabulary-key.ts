import type { ErrorCode } from '#libs/kernel';
import type {
  AlertDetail,
  AlertKind,
  AlertState,
  categories,
  CommandName,
  CommandState,
  contactKinds,
  ConsoleEventType,
  contactResults,
  contactWays,
  fixSources,
  holdGrounds,
  orderGrounds,
  orderStates,
  recordKinds,
  recordStates,
  resolutionCodes,
  Role,
  searchStates,
  Severity,
  suppressionStates,
  Track,
  zoneKinds,
} from '#libs/protocol';

type Source = (typeof fixSources)[number];
type Resolution = (typeof resolutionCodes)[number];
type GapReason = Track['gaps'][number]['because'];
type Version = 'rule' | 'policy' | 'zone' | 'leave' | 'order' | 'contact' | 'engine';
// What follows are strings on the wire; these are the ones there are. One that is newer than the console is shown as it came.
type Act = 'claim' | 'ack' | 'note' | 'resolve' | 'escalate' | 'contact' | 'release';
type Because =
  | 'inside'
  | 'outside'
  | 'border'
  | 'history'
  | 'accuracy'
  | 'clock'
  | 'jump'
  | 'before'
  | 'frozen'
  | 'last'
  | 'usable'
  | 'lost'
  | 'apart'
  | 'inside-forbidden'
  | 'crossed'
  | 'nearer'
  | 'near'
  | 'leave';
type EndReason =
  | 'returned'
  | 'closed'
  | 'reported'
  | 'backlog'
  | 'corrected'
  | 'order-ended'
  | 'binding-ended'
  | 'contradicted'
  | 'quiet'
  | 'powered-on'
  | 'charging'
  | 'recovered'
  | 'schedule-ended'
  | 'positioned'
  | 'plausible'
  | 'worn'
  | 'together'
  | 'left'
  | 'passed'
  | 'entered'
  | 'turned-away'
  | 'leave-over'
  | 'reported-back'
  | 'permitted'
  | 'renewed'
  | 'covered'
  | 'raised-anew'
  | 'reached'
  | 'ground-over'
  | 'apart'
  | 'unseen'
  | 'withdrawn';
type Revision = 'start-moved' | 'end-moved' | 'reopened' | 'evidence-added' | 'contradicted';
type Rejection =
  | 'topic.unknown'
  | 'payload.too-large'
  | 'payload.not-json'
  | 'payload.invalid'
  | 'payload.too-many-records'
  | 'record.invalid'
  | 'seq.reused'
  | 'seq.scattered'
  | 'boot.scattered'
  | 'device.unknown'
  | 'store.refused';
type Refusal =
  | 'client.unknown'
  | 'client.wrong-secret'
  | 'client.not-itself'
  | 'client.disabled'
  | 'topic.not-own'
  | 'filter.not-own'
  | 'message.too-large'
  | 'database.away';

export type Latency = keyof AlertDetail['latencies'];

/** What is said when the platform refuses something. */
export type RefusalKey = `error.${ErrorCode}`;

/** What is said of a kind of alert; one without all three does not compile. */
export type KindKey = `kind.${AlertKind}` | `sentence.${AlertKind}` | `rule.${AlertKind}`;

/** Everything else the platform may name on the wire. A word without a text in both languages does not compile. */
export type VocabularyKey =
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
  | `contact.${(typeof contactWays)[number]}`
  | `contactResult.${(typeof contactResults)[number]}`
  | `holdGround.${(typeof holdGrounds)[number]}`
  | `contactKind.${(typeof contactKinds)[number]}`
  | `recordState.${(typeof recordStates)[number]}`
  | `search.state.${(typeof searchStates)[number]}`
  | `suppressionState.${(typeof suppressionStates)[number]}`
  | `because.${Because}`
  | `endReason.${EndReason}`
  | `revision.${Revision}`
  | `rejection.${Rejection}`
  | `refusal.${Refusal}`
  | `command.${CommandName}`
  | `commandState.${CommandState}`
  | `event.${ConsoleEventType}`
  | RefusalKey;
