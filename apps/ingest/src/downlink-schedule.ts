import { after, instant, minutes, seconds, since, type Instant } from '#libs/kernel';
import type { DeviceStanding } from '#libs/store';

/** While records flow a wristband hears of it this often. */
const ACK_EVERY = seconds(10);
/** After a backlog at once; but a long backlog is many batches. */
const URGENT_ACK_EVERY = seconds(1);
/** Records of one device overtake each other on the way: a hole is asked about when it is older than this. */
const HOLE_AGE = seconds(5);
const LONGEST_PAUSE = minutes(10);
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
  asked: number;
}

/** What each wristband is to be told, and when. Keeps what it knows in memory: all of it can be read again. */
export class DownlinkSchedule {
  readonly #places = new Map<string, Place>();

  /** Something came from a device and is on disk. `urgent`: it was a backlog, or the device has just connected. */
  heard(standing: DeviceStanding, urgent: boolean, now: Instant): void {
    const before = this.#places.get(standing.deviceId);
    const closedHole = before !== undefined && before.standing.holes.length > standing.holes.length;
    const place = this.#stand(standing, now);
    place.heardAt = now;
    place.unacknowledged = true;
    place.urgent ||= urgent || closedHole;
  }

  /** Acknowledgements that are due, of some devices or of all. They count as sent. */
  acks(now: Instant, among: Iterable<string> = this.#places.keys()): DeviceStanding[] {
    const due: DeviceStanding[] = [];
    for (const id of among) {
      const place = this.#places.get(id);
      if (place === undefined || !isAckDue(place, now)) continue;
      Object.assign(place, { unacknowledged: false, urgent: false, ackedAt: now });
      due.push(place.standing);
    }
    return due;
  }

  /** Lets go of devices that have long been silent. */
  forget(now: Instant): void {
    for (const [id, place] of this.#places) if (since(place.heardAt, now) > FORGET_AFTER) this.#places.delete(id);
  }

  /** Devices whose holes are old enough to be asked about, if they are still there. */
  doubtful(now: Instant): string[] {
    const isDue = ({ standing, askAt, heardAt }: Place): boolean =>
      standing.holes.length > 0 && askAt <= now && since(heardAt, now) <= PRESENT;
    return [...this.#places].flatMap(([id, place]) => (isDue(place) ? id : []));
  }

  /** What is on disk now, of a device that was doubtful: the answer says whether it is to be asked, which counts as done. */
  confirm(standing: DeviceStanding, now: Instant): boolean {
    const place = this.#stand(standing, now);
    if (standing.holes.length === 0 || place.askAt > now) return false;
    place.asked += 1;
    place.askAt = instant(now + Math.min(HOLE_AGE * 2 ** place.asked, LONGEST_PAUSE));
    return true;
  }

  #stand(standing: DeviceStanding, now: Instant): Place {
    const place = this.#places.get(standing.deviceId) ?? newPlace(standing, now);
    this.#places.set(standing.deviceId, place);
    const isSameHole = place.standing.holes[0]?.[0] === standing.holes[0]?.[0];
    if (!isSameHole) Object.assign(place, { askAt: after(now, HOLE_AGE), asked: 0 });
    place.standing = standing;
    return place;
  }
}

function isAckDue({ standing, unacknowledged, urgent, ackedAt }: Place, now: Instant): boolean {
  return unacknowledged && standing.ack !== undefined && since(ackedAt, now) >= (urgent ? URGENT_ACK_EVERY : ACK_EVERY);
}

const newPlace = (standing: DeviceStanding, now: Instant): Place => ({
  standing,
  heardAt: now,
  unacknowledged: false,
  urgent: false,
  ackedAt: LONG_AGO,
  askAt: after(now, HOLE_AGE),
  asked: 0,
});
