import { isoInShanghai, seconds, since, type Instant, type Millis, type SuperviseeId } from '#libs/kernel';
import { type Episode, type EvidenceFix, type Facts } from './episode.js';
import { unknownAccuracy } from './fix-judgement.js';
import {
  compared,
  comparedWithPlace,
  longestUnsure,
  meetings,
  type Meeting,
  type Sighting,
  type Yardstick,
} from './meeting.js';
import { wornAt, type AlertOnFile } from './on-file.js';
import { policyOf, versionsAt } from './policy.js';
import { holdsAt, type Validity, type World, type ZoneVersion } from './world.js';

const VERSION = 1;
const KIND = 'contact.forbidden';

/** Whom or what somebody must keep away from (禁止接触), and when: a co-offender (同案犯), or a protected person's place. */
export interface ForbiddenContact extends Validity {
  readonly id: string;
  readonly superviseeId: SuperviseeId;
  readonly other: { readonly id: SuperviseeId; readonly name: string } | null;
  /** Where a protected person is to be safe, by a designation that says neither who nor where. */
  readonly place: (Pick<ZoneVersion, 'shape' | 'buffer'> & { readonly designation: string }) | null;
}

/** An alert on file, with its evidence. */
export interface MeetingOnFile extends AlertOnFile {
  readonly superviseeId: SuperviseeId;
  readonly partner: string;
  readonly fixes: readonly EvidenceFix[];
}

/** Where both were; of a place nobody else. */
export interface Tracks {
  readonly own: readonly Sighting[];
  readonly others: readonly Sighting[];
}

/** With whom or what: what tells its alerts from those of other contacts of the same person. */
export const partnerOf = ({ id, other }: ForbiddenContact): string =>
  other === null ? `contact-${id}` : `supervisee-${other.id}`;

export function yardstickOf(world: World, at: Instant): Yardstick {
  const { policy: errors } = policyOf(world, 'zone.exit', at);
  const accuracyOf = (fix: Sighting): number => fix.accuracy ?? unknownAccuracy(fix.source, errors);
  return { policy: policyOf(world, KIND, at).policy, errors, accuracyOf };
}

/** What has to be read before a time so that whatever goes on then is seen from its beginning, or is on file. */
export function leadOf(world: World, at: Instant): Millis {
  const by = yardstickOf(world, at);
  return (longestUnsure(by) + 2 * seconds(by.policy.holeSeconds)) as Millis;
}

/**
 * Somebody is near whom or what must be kept away from, beyond doubt and for longer than passing by takes. Judged over a
 * stretch of time up to now: what is on file says what went on when it began. Answers all there is of it in that time.
 */
export function contactForbidden(
  world: World,
  contact: ForbiddenContact,
  { own, others }: Tracks,
  onFile: readonly MeetingOnFile[],
  from: Instant,
  now: Instant,
): Episode[] {
  const by = yardstickOf(world, now);
  const forbidden = own.filter(({ at }) => holdsAt(contact, at));
  const found = contact.place
    ? comparedWithPlace(forbidden, contact.place, by)
    : compared(
        forbidden,
        others.filter(({ at }) => holdsAt(contact, at)),
        by,
      );
  const goesOn = onFile.find(({ startedAt, ended }) => startedAt < from && (ended === null || ended.at > from));
  const met = meetings(
    found.filter(({ at }) => at >= from),
    {
      goesOn: goesOn === undefined ? null : meetingOnFile(goesOn, from),
      allowedFrom: contact.to,
      now,
      ofTwo: contact.place === null,
    },
    by,
  );
  return met.map((meeting) => episodeOf(world, contact, meeting));
}

/** As it stood when the stretch began: what came after is judged anew. */
function meetingOnFile({ startedAt, lastAt, facts, fixes }: MeetingOnFile, from: Instant): Meeting {
  const known = isoInShanghai(from);
  return {
    from: startedAt,
    confirmedAt: startedAt,
    receivedBy: startedAt,
    lastAt: lastAt < from ? lastAt : from,
    metres: Number(facts['metres'] ?? Infinity),
    probability: Number(facts['probability'] ?? 0),
    fixes: fixes.filter(({ at }) => at < known),
    ended: null,
  };
}

function episodeOf(world: World, contact: ForbiddenContact, meeting: Meeting): Episode {
  const { from, lastAt, metres, probability } = meeting;
  const facts: Facts = {
    since: isoInShanghai(from),
    how: contact.place === null ? 'co_offender' : 'place',
    partner: partnerOf(contact),
    name: contact.other?.name ?? contact.place?.designation ?? '',
    metres: Math.round(metres),
    minutes: Math.round(since(from, lastAt) / 60_000),
    probability,
  };
  return {
    kind: KIND,
    superviseeId: world.superviseeId,
    deviceId: wornAt(world, from),
    partner: partnerOf(contact),
    startedAt: from,
    confirmedAt: meeting.confirmedAt,
    receivedBy: meeting.receivedBy,
    lastAt,
    // By time, and not by fixes: a stretch that is judged again counts nothing twice.
    count: 1 + Math.floor(since(from, lastAt) / 60_000),
    ended: meeting.ended,
    facts,
    fixes: meeting.fixes,
    zone: null,
    records: [],
    versions: { ...versionsAt(world, KIND, VERSION, from), contact: contact.id },
  };
}

/** What is on file of one contact that reaches beyond a time. */
export const ofContact = (
  contact: ForbiddenContact,
  onFile: readonly MeetingOnFile[],
  from: Instant,
): readonly MeetingOnFile[] =>
  onFile.filter(({ partner, ended }) => partner === partnerOf(contact) && (ended === null || ended.at > from));
