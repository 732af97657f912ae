import { after, instant, minutes, seconds, since, type Instant, type Millis } from '#libs/kernel';
import type { DeviceStanding } from '#libs/store';
import { Allowance } from './allowance.js';

/** While records flow a wristband hears of it this often, */
const ACK_EVERY = seconds(10);
/**
 * and less often where more wristbands send than this many can be told a second: an acknowledgement costs the broker as
 * much as three records, and one that comes later says the same for more of them.
 */
const ACKS_A_SECOND = 500;
/** All of a city's wristbands are due at the same time when ingest begins: more than this in a second would hold up what they send. */
const MOST_ACKS_A_SECOND = 2 * ACKS_A_SECOND;
/** After a backlog at once; but a long backlog is many batches. */
const URGENT_ACK_EVERY = seconds(1);
/** Records of one device overtake each other on the way: a hole is asked about when it is older than this. */
const HOLE_AGE = seconds(5);
const LONGEST_PAUSE = minutes(10);
/** So often, which takes an hour; then not until the wristband connects again. */
const MOST_ASKS = 12;
/**
 * Nobody saw where a first life began. What came before its first record is asked for at once and again; who says nothing
 * then is taken to have nothing, and waits no longer for its first acknowledgement.
 */
const BEGINNING_PAUSES = [seconds(2), seconds(5), seconds(8)];
/** Nobody is asked who has not been heard of for so long. */
const PRESENT = minutes(2);
const FORGET_AFTER = minutes(10);
const LONG_AGO = instant(-8.64e15);

interface Place {
  standing: DeviceStanding;
  heardAt: Instant;
  unacknowledged: boolean;
  urgent: boolean;
  ackedAt: Instant;
  askAt: Instant;
  askedAt: Instant;
  asked: number;
}

/** What each wristband is to be told, and when. Keeps what it knows in memory: all of it can be read again. */
export class DownlinkSchedule {
  readonly #places = new Map<string, Place>();
  /** Those with holes: few of many. */
  readonly #holed = new Map<string, Place>();
  /** So many acknowledgements that are not urgent may go out now. */
  readonly #allowance = new Allowance(MOST_ACKS_A_SECOND);

  /** Something came from a device and is on disk. `urgent`: it was a backlog, or the device has just connected. */
  heard(standing: DeviceStanding, urgent: boolean, now: Instant): void {
    const before = this.#places.get(standing.deviceId);
    const closedHole = before !== undefined && before.standing.holes.length > standing.holes.length;
    const place = this.#stand(standing, now);
    place.heardAt = now;
    place.unacknowledged = true;
    place.urgent ||= urgent || closedHole;
  }

  /** A wristband has connected: it wants to know at once, and may be asked again. */
  connected(standing: DeviceStanding, now: Instant): void {
    this.heard(standing, true, now);
    const place = this.#places.get(standing.deviceId);
    if (place !== undefined) Object.assign(place, { asked: 0, askAt: after(now, pauseAfter(0, standing)) });
  }

  /** At most so many of the acknowledgements that are due, of some devices or of all. They count as sent. */
  acks(now: Instant, most: number, among: Iterable<string> = this.#places.keys()): DeviceStanding[] {
    const due: DeviceStanding[] = [];
    const every = Math.max(ACK_EVERY, seconds(this.#places.size / ACKS_A_SECOND));
    this.#allowance.refill(now);
    for (const id of among) {
      if (due.length >= most) break;
      const place = this.#places.get(id);
      if (place === undefined || !isAckDue(place, every, now)) continue;
      if (!place.urgent && !this.#allowance.take()) continue;
      Object.assign(place, { unacknowledged: false, urgent: false, ackedAt: now });
      due.push(place.standing);
    }
    return due;
  }

  /** Lets go of devices that are to be told nothing, and of those that have long been silent. */
  forget(now: Instant): void {
    for (const [id, place] of this.#places) {
      if (!isDone(place, now) && since(place.heardAt, now) <= FORGET_AFTER) continue;
      this.#places.delete(id);
      this.#holed.delete(id);
    }
  }

  /** Devices whose holes are old enough to be asked about, if they are still there. */
  doubtful(now: Instant): string[] {
    const isDue = ({ standing, asked, askAt, heardAt }: Place): boolean =>
      standing.holes.length > 0 && asked < MOST_ASKS && askAt <= now && since(heardAt, now) <= PRESENT;
    return [...this.#holed].flatMap(([id, place]) => (isDue(place) && !hasFallenSilent(place) ? id : []));
  }

  /** What is on disk now, of a device that was doubtful: the answer says what is to be done, which counts as done. */
  confirm(standing: DeviceStanding, now: Instant): 'nothing' | 'ask' | 'give-up' {
    const place = this.#stand(standing, now);
    if (standing.holes.length === 0 || place.askAt > now) return 'nothing';
    place.asked += 1;
    place.askedAt = now;
    place.askAt = after(now, pauseAfter(place.asked, standing));
    return isBeginning(standing) && place.asked >= BEGINNING_PAUSES.length ? 'give-up' : 'ask';
  }

  #stand(standing: DeviceStanding, now: Instant): Place {
    const place = this.#places.get(standing.deviceId) ?? newPlace(standing, now);
    this.#places.set(standing.deviceId, place);
    const [[from, to] = [], [oldFrom, oldTo] = []] = [standing.holes[0], place.standing.holes[0]];
    if (from !== oldFrom || to !== oldTo)
      Object.assign(place, { askAt: after(now, pauseAfter(0, standing)), asked: 0 });
    place.standing = standing;
    if (standing.holes.length === 0) this.#holed.delete(standing.deviceId);
    else this.#holed.set(standing.deviceId, place);
    return place;
  }
}

function isAckDue({ standing, unacknowledged, urgent, ackedAt }: Place, every: number, now: Instant): boolean {
  return unacknowledged && standing.ack !== undefined && since(ackedAt, now) >= (urgent ? URGENT_ACK_EVERY : every);
}

const isDone = ({ standing, unacknowledged, ackedAt }: Place, now: Instant): boolean =>
  !unacknowledged && standing.holes.length === 0 && since(ackedAt, now) >= ACK_EVERY;

/** A hole at the beginning of the first life that was heard of: there may never have been anything. */
const isBeginning = ({ first, ack }: DeviceStanding): boolean => first && ack === undefined;

/** Who has not been heard since the question may be where no question comes: that is no answer, and nothing is given up for it. */
const hasFallenSilent = ({ standing, asked, askedAt, heardAt }: Place): boolean =>
  isBeginning(standing) && asked > 0 && heardAt <= askedAt;

const pauseAfter = (asked: number, standing: DeviceStanding): Millis =>
  (isBeginning(standing) ? BEGINNING_PAUSES[asked] : undefined) ??
  (Math.min(HOLE_AGE * 2 ** asked, LONGEST_PAUSE) as Millis);

const newPlace = (standing: DeviceStanding, now: Instant): Place => ({
  standing,
  heardAt: now,
  unacknowledged: false,
  urgent: false,
  ackedAt: LONG_AGO,
  askAt: after(now, pauseAfter(0, standing)),
  askedAt: LONG_AGO,
  asked: 0,
});
