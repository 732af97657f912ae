import { before, days, groupedBy, instant, seconds, type Instant, type SuperviseeId } from '#libs/kernel';
import {
  compiledArea,
  contactForbidden,
  isGoingOn,
  leadOf,
  mayMeet,
  mayReach,
  ofContact,
  RuleFault,
  yardstickOf,
  type ForbiddenContact,
  type MeetingOnFile,
  type Whereabouts,
  type World,
} from '#libs/rules';
import { MeetingView, type LaneAt } from '#libs/store';
import { ArrivalRound } from './arrival-round.js';
import type { AlertWriter, Stretch } from './alert-writer.js';
import type { Desk } from './desk.js';
import type { Faults } from './faults.js';

const EVERY = seconds(60);
const KIND = 'contact.forbidden';
/** What becomes known longer after the fact than this is not compared any more: wristbands keep less. */
const LOOKED_BACK = days(30);
const AT_ONCE = 200;

/** A contact, and from when on something new is known of the people it is about. */
interface Contact {
  readonly contact: ForbiddenContact;
  readonly news: readonly Instant[];
}
/** A contact that has to be looked at, and from when on. */
interface Asked {
  readonly contact: ForbiddenContact;
  readonly world: World;
  readonly from: Instant;
  readonly onFile: readonly MeetingOnFile[];
}

/**
 * Who must keep away from whom or what, by where both were: what concerns two people is no lane's to fold. Each round looks
 * at the times of which something new has arrived, and at what goes on; everything before those times is on file.
 */
export class ForbiddenContacts {
  readonly #view: MeetingView;
  readonly #round: ArrivalRound<Contact>;
  #lookedAt = 0;

  constructor(
    private readonly desk: Desk,
    private readonly faults: Faults,
    private readonly alerts: AlertWriter,
  ) {
    this.#view = new MeetingView(desk.db);
    this.#round = new ArrivalRound(desk, 'forbidden-contacts', AT_ONCE);
  }

  /** Partitions came or went: a round begins in the next turn. */
  adopt(): void {
    this.#round.forget();
    this.#lookedAt = 0;
  }

  /** Looks at some. True when consoles have something to be told, and when there are more to be looked at. */
  async check(now: Instant): Promise<{ told: boolean; more: boolean }> {
    if (!this.#round.underWay && now - this.#lookedAt < EVERY) return { told: false, more: false };
    if (!this.#round.underWay) {
      await this.#round.begin((from, parts) => this.#find(from, parts, now));
      this.#lookedAt = now;
    }
    return this.#round.goOn(async (contacts) => {
      const asked = await this.#asked(contacts, now);
      return this.#judge(await this.#near(asked, now), now);
    });
  }

  async #find(from: string, parts: readonly number[], now: Instant): Promise<{ horizon: string; items: Contact[] }> {
    const contacts = await this.#view.contacts(parts, before(now, LOOKED_BACK));
    const everybody = contacts.flatMap(({ superviseeId, other }) => [superviseeId, ...(other ? [other.id] : [])]);
    const { horizon, since } = await this.#view.news(from, [...new Set(everybody)]);
    const newsOf = ({ superviseeId, other }: ForbiddenContact): Instant[] =>
      [superviseeId, other?.id].flatMap((id) => (id && since.get(id)) ?? []);
    return { horizon, items: contacts.map((contact) => ({ contact, news: newsOf(contact) })) };
  }

  /** Those of whom something is new, or goes on by what is on file. */
  async #asked(contacts: readonly Contact[], now: Instant): Promise<Asked[]> {
    const worlds = await this.desk.worlds.of([...new Set(contacts.map(({ contact }) => contact.superviseeId))]);
    const since = contacts.flatMap(({ contact, news }) => {
      const world = worlds.get(contact.superviseeId);
      if (world === undefined) return [];
      const first = Math.max(Math.min(now, ...news), before(now, LOOKED_BACK));
      return [{ contact, world, isNew: news.length > 0, from: before(instant(first), leadOf(world, now)) }];
    });
    const onFile = await this.#view.onFile([KIND], leastOf(since.map((one) => [one.contact.superviseeId, one.from])));
    return since
      .map((one) => ({ ...one, onFile: ofContact(one.contact, onFile.get(one.contact.superviseeId) ?? [], one.from) }))
      .filter((one) => one.isNew || one.onFile.some(isGoingOn));
  }

  /** Without those who were far apart all the time, and of whom nothing is on file. */
  async #near(asked: readonly Asked[], now: Instant): Promise<readonly Asked[]> {
    if (asked.length === 0) return [];
    const boxes = await this.#view.whereabouts(sinceOf(asked), endOf(now));
    return asked.filter((one) => one.onFile.length > 0 || maybe(one, boxes, now));
  }

  async #judge(asked: readonly Asked[], now: Instant): Promise<boolean> {
    if (asked.length === 0) return false;
    const tracks = await this.#view.sightings(sinceOf(asked), endOf(now));
    const stretches: Stretch[] = [];
    let told = false;
    for (const [id, own] of groupedBy(asked, ({ contact }) => contact.superviseeId)) {
      try {
        const judged = own.map(({ contact, world, from, onFile }) => {
          const others = contact.other === null ? [] : (tracks.get(contact.other.id) ?? []);
          const episodes = contactForbidden(world, contact, { own: tracks.get(id) ?? [], others }, onFile, from, now);
          return { superviseeId: id, episodes, onFile };
        });
        stretches.push(...judged);
      } catch (cause) {
        told = (await this.faults.stop(id, new RuleFault(KIND, null, { cause }), now)) || told;
        continue;
      }
      told = (await this.faults.resume(id, 'contacts', now)) || told;
    }
    return (await this.alerts.settle(stretches, now)) || told;
  }
}

function maybe(
  { contact, world }: Asked,
  boxes: ReadonlyMap<SuperviseeId, readonly Whereabouts[]>,
  now: Instant,
): boolean {
  const { policy } = yardstickOf(world, now);
  const own = boxes.get(contact.superviseeId) ?? [];
  if (contact.place !== null) {
    return mayReach(own, compiledArea(contact.place).bbox, contact.place.buffer + policy.placeMetres);
  }
  return contact.other !== null && mayMeet(own, boxes.get(contact.other.id) ?? [], policy.metres);
}

/** From the earliest on that anybody is asked for. */
const sinceOf = (asked: readonly Asked[]): LaneAt[] =>
  leastOf(
    asked.flatMap(({ contact: { superviseeId, other }, from }) =>
      [superviseeId, ...(other === null ? [] : [other.id])].map((id) => [id, from] as const),
    ),
  );

function leastOf(times: readonly (readonly [SuperviseeId, Instant])[]): LaneAt[] {
  const least = new Map<SuperviseeId, Instant>();
  for (const [id, at] of times) if (at < (least.get(id) ?? Infinity)) least.set(id, at);
  return [...least].map(([superviseeId, at]) => ({ superviseeId, at }));
}

/** A clock may be believed that is a little ahead of ours. */
const endOf = (now: Instant): Instant => instant(now + days(1));
