import {
  groupedBy,
  instant,
  isoInShanghai,
  minutes,
  seconds,
  since,
  type Instant,
  type Millis,
  type SuperviseeId,
} from '#libs/kernel';
import { crowdsOf, type Crowd, type Crowding, type ListedPlace, type Spot } from './crowd.js';
import { joined, later, type Episode, type EvidenceFix } from './episode.js';
import { wornAt, type AlertOnFile } from './on-file.js';
import { policyOf, versionsAt } from './policy.js';
import type { World } from './world.js';

const VERSION = 1;
const KIND = 'gathering';
/** Time is looked at in pieces of this length, in each of which everybody is in one place. */
export const SLOT = minutes(5);
const slotOf = (at: Instant): number => Math.floor(at / SLOT);
const startOf = (slot: number): Instant => instant(slot * SLOT);

export interface GatheringOnFile extends AlertOnFile {
  readonly superviseeId: SuperviseeId;
  readonly fixes: readonly EvidenceFix[];
}

export const crowdingOf = (world: World, at: Instant, places: readonly ListedPlace[]): Crowding => ({
  policy: policyOf(world, KIND, at).policy,
  errors: policyOf(world, 'zone.exit', at).policy,
  places,
});

/** What has to be read before a time so that whatever goes on then is seen from its beginning, or is on file. */
export const leadOfGathering = ({ policy }: Pick<Crowding, 'policy'>): Millis =>
  (minutes(policy.minutes) + 3 * SLOT) as Millis;

/** People of one county who are, or were, together. */
export interface Gathering {
  readonly firstSlot: number;
  readonly lastSlot: number;
  /** Since when and until when each was there without leaving. */
  readonly present: ReadonlyMap<SuperviseeId, { readonly first: number; readonly last: number }>;
  /** Who stayed for as long as it takes. */
  readonly stayed: ReadonlySet<SuperviseeId>;
  /** When enough of them had. */
  readonly sure: { readonly startedAt: Instant; readonly confirmedAt: Instant; readonly receivedBy: Instant } | null;
  readonly receivedBy: Instant;
  /** Of each member where it was first and last seen there: whoever the alert is about is one of them. */
  readonly spots: ReadonlyMap<SuperviseeId, readonly Spot[]>;
  readonly over: boolean;
  readonly onFile: GatheringOnFile | null;
}

/**
 * The gatherings of a county in a stretch of time up to now: enough people within some metres of one of them, the same
 * ones for long enough, outside listed places. `onFile` says what went on when the stretch began, and gives those found
 * again the name under which they are known.
 */
export function gatherings(
  spots: readonly Spot[],
  onFile: readonly GatheringOnFile[],
  from: Instant,
  now: Instant,
  by: Crowding,
): Gathering[] {
  const first = slotOf(from);
  // The slot that now lies in is not over.
  const end = slotOf(now);
  const bySlot = groupedBy(spots, ({ slot }) => slot);
  let active = onFile.filter((one) => reaches(one, from)).map((one) => continued(one, first));
  const done: Gathering[] = [];
  for (let slot = first; slot < end; slot += 1) {
    const crowds = crowdsOf(bySlot.get(slot) ?? [], by);
    const next: Gathering[] = [];
    for (const one of active) {
      const crowd = takeSame(crowds, one, slot, by);
      if (crowd !== undefined) next.push(grown(one, crowd, slot, by));
      else if (slot - one.lastSlot > 1) done.push({ ...one, over: true });
      else next.push(one);
    }
    active = [...next, ...crowds.map((crowd) => grown(begun(slot), crowd, slot, by))];
  }
  return named(
    [...done, ...active].filter(({ sure }) => sure !== null),
    onFile,
  );
}

const reaches = ({ startedAt, ended }: GatheringOnFile, from: Instant): boolean =>
  startedAt < from && (ended === null || ended.at > from);

const begun = (slot: number): Gathering => ({
  ...{ firstSlot: slot, lastSlot: slot, present: new Map(), stayed: new Set(), sure: null, over: false, onFile: null },
  ...{ receivedBy: instant(0), spots: new Map() },
});

/** The crowd in which most of them are still together, and enough to be the same one; it is nobody else's then. */
function takeSame(crowds: Crowd[], one: Gathering, slot: number, { policy }: Crowding): Crowd | undefined {
  const there = (spot: Spot): boolean => (one.present.get(spot.superviseeId)?.last ?? -Infinity) >= slot - 2;
  const shared = crowds.map((crowd) => crowd.filter(there).length);
  const most = Math.max(0, ...shared);
  if (most < Math.ceil(policy.people / 2)) return undefined;
  return crowds.splice(shared.indexOf(most), 1)[0];
}

function grown(one: Gathering, crowd: Crowd, slot: number, { policy }: Crowding): Gathering {
  const present = new Map(one.present);
  const spots = new Map(one.spots);
  for (const spot of crowd) {
    const known = one.present.get(spot.superviseeId);
    const first = known !== undefined && known.last >= slot - 2 ? known.first : slot;
    present.set(spot.superviseeId, { first, last: slot });
    spots.set(spot.superviseeId, [...(spots.get(spot.superviseeId) ?? []).slice(0, 9), spot]);
  }
  const staying = [...present].filter(
    ([, { first, last }]) => last === slot && (last - first + 1) * SLOT >= minutes(policy.minutes),
  );
  const receivedBy = crowd.reduce((last, spot) => later(last, spot.receivedAt), one.receivedBy);
  const since = staying.map(([, { first }]) => first).sort((a, b) => a - b)[policy.people - 1];
  const sure =
    one.sure ??
    (since === undefined ? null : { startedAt: startOf(since), confirmedAt: startOf(slot + 1), receivedBy });
  const stayed = new Set([...one.stayed, ...staying.map(([id]) => id)]);
  return { ...one, lastSlot: slot, present, spots, stayed, sure, receivedBy };
}

/** As it stood when the stretch began: what came after is judged anew. */
function continued(onFile: GatheringOnFile, first: number): Gathering {
  const members = membersOf(onFile);
  const present = new Map(members.map((id) => [id, { first: slotOf(onFile.startedAt), last: first - 1 }]));
  const { startedAt } = onFile;
  return {
    ...{ firstSlot: slotOf(startedAt), lastSlot: first - 1, present, stayed: new Set(members), over: false, onFile },
    ...{ sure: { startedAt, confirmedAt: startedAt, receivedBy: startedAt }, receivedBy: startedAt, spots: new Map() },
  };
}

const membersOf = ({ facts }: GatheringOnFile): SuperviseeId[] =>
  String(facts['members'] ?? '')
    .split(',')
    .filter((id) => id !== '') as SuperviseeId[];

/** What is on file of the same time and mostly the same people is the same one, whoever came first by now. */
function named(found: readonly Gathering[], onFile: readonly GatheringOnFile[]): Gathering[] {
  const left = new Set(onFile.filter((filed) => found.every((one) => one.onFile !== filed)));
  return found.map((one) => {
    if (one.onFile !== null) return one;
    const same = [...left].find((filed) => isSame(one, filed));
    if (same === undefined) return one;
    left.delete(same);
    return { ...one, onFile: same };
  });
}

function isSame(one: Gathering, filed: GatheringOnFile): boolean {
  const members = membersOf(filed);
  const shared = members.filter((id) => one.stayed.has(id)).length;
  const until = filed.ended?.at ?? instant(Infinity);
  return shared * 2 >= members.length && filed.startedAt < startOf(one.lastSlot + 1) && until > startOf(one.firstSlot);
}

/** Whom the alert is about: under whom it is on file, or else the first by number of those who stayed. */
export const subjectOf = ({ onFile, stayed }: Gathering): SuperviseeId =>
  onFile?.superviseeId ?? ([...stayed].sort((a, b) => Number(BigInt(a) - BigInt(b)))[0] as SuperviseeId);

/** One alert for all of them, about one: by it they are known as long as it goes on. */
export function gatheringEpisode(world: World, one: Gathering, names: ReadonlyMap<SuperviseeId, string>): Episode {
  const { sure, lastSlot, over, stayed, onFile } = one;
  if (sure === null) throw new Error('a gathering that is not sure has no alert');
  const members = [...stayed].sort((a, b) => Number(BigInt(a) - BigInt(b)));
  const lastAt = startOf(lastSlot + 1);
  const fixes = (one.spots.get(world.superviseeId) ?? []).reduce(withSpot, onFile?.fixes ?? []);
  const lasted = Math.round(since(sure.startedAt, lastAt) / seconds(60));
  return {
    kind: KIND,
    superviseeId: world.superviseeId,
    deviceId: wornAt(world, sure.startedAt),
    startedAt: sure.startedAt,
    confirmedAt: sure.confirmedAt,
    receivedBy: sure.receivedBy,
    lastAt,
    count: members.length,
    ended: over ? { at: lastAt, reason: 'apart' } : null,
    facts: {
      since: isoInShanghai(sure.startedAt),
      people: members.length,
      minutes: lasted,
      members: members.join(','),
      names: members.map((id) => names.get(id) ?? id).join('、'),
    },
    fixes,
    zone: null,
    records: [],
    versions: versionsAt(world, KIND, VERSION, sure.startedAt),
  };
}

function withSpot(fixes: readonly EvidenceFix[], spot: Spot): readonly EvidenceFix[] {
  const at = isoInShanghai(spot.at);
  if (fixes.some((known) => known.at >= at)) return fixes;
  const { lat, lon, accuracy, source } = spot;
  const receivedAt = isoInShanghai(spot.receivedAt);
  return joined(fixes, {
    at,
    receivedAt,
    lat,
    lon,
    accuracy,
    source,
    used: true,
    because: 'near',
    metresOutside: null,
  });
}
