import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moved, wgs84 } from '#libs/geo';
import { after, before, instant, minutes, seconds, superviseeId, type Instant } from '#libs/kernel';
import { NOON, world } from '#libs/testkit';
import {
  contactForbidden,
  leadOf,
  ofContact,
  partnerOf,
  type ForbiddenContact,
  type MeetingOnFile,
} from './contact-forbidden.rule.js';
import { diff } from './diff.js';
import { episodeId, type Episode } from './episode.js';
import type { Sighting } from './meeting.js';
import { mayMeet } from './whereabouts.js';

const HERE = wgs84(27.7, 106.9);
const LONG_AGO = instant(0);
const at = (minute: number): Instant => after(NOON, minutes(minute));
const sighting = (minute: number, east: number, change: Partial<Sighting> = {}): Sighting => {
  const { lat, lon } = moved(HERE, east, 0);
  return { at: at(minute), receivedAt: at(minute), lat, lon, accuracy: 10, source: 'gnss', ...change };
};
/** One a minute, so far to the east. */
const stay = (from: number, to: number, east: number, change: Partial<Sighting> = {}): Sighting[] =>
  Array.from({ length: to - from }, (_, n) => sighting(from + n, east, change));
const coOffender: ForbiddenContact = {
  id: '5',
  superviseeId: superviseeId('17'),
  other: { id: superviseeId('18'), name: '李某' },
  place: null,
  from: LONG_AGO,
  to: null,
};
const place: ForbiddenContact = {
  ...coOffender,
  other: null,
  place: { shape: { ...HERE, radius: 50 }, buffer: 100, designation: '被害人甲' },
};
const between = (own: Sighting[], others: Sighting[], now: number, contact = coOffender): Episode[] =>
  contactForbidden(world({}), contact, { own, others }, [], LONG_AGO, at(now));

describe('contact.forbidden', () => {
  it('is told when two co-offenders are together for minutes, with how near and how surely', () => {
    const [found, ...others] = between(stay(0, 20, 0), stay(0, 20, 15), 20);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      ...{ kind: 'contact.forbidden', superviseeId: '17', deviceId: 'WB-17', startedAt: at(0), ended: null },
      facts: { how: 'co_offender', name: '李某', metres: 15 },
    });
    expect(found?.confirmedAt).toBeLessThanOrEqual(at(10));
    expect(found?.facts['probability']).toBeGreaterThanOrEqual(0.99);
    // The other one's track is not this alert's to show.
    expect(found?.fixes.every(({ lon }) => Math.abs(lon - HERE.lon) < 1e-6)).toBe(true);
  });

  it('is told of both, with the same times', () => {
    const [one, other] = [stay(0, 20, 0), stay(0, 20, 15)];
    const [a, b] = [between(one, other, 20), between(other, one, 20)];
    expect(a.map(({ startedAt, ended }) => [startedAt, ended])).toEqual(
      b.map(({ startedAt, ended }) => [startedAt, ended]),
    );
  });

  it('is not told of passing by, nor of who stays two hundred metres away', () => {
    const walking = Array.from({ length: 20 }, (_, n) => sighting(n, (n - 10) * 80));
    expect(between(walking, stay(0, 20, 0), 20)).toEqual([]);
    expect(between(stay(0, 60, 200), stay(0, 60, 0), 60)).toEqual([]);
  });

  it('is not told by fixes that are too inexact to know', () => {
    const vague = { accuracy: 150, source: 'wifi' };
    expect(between(stay(0, 30, 0, vague), stay(0, 30, 10, vague), 30)).toEqual([]);
    expect(between(stay(0, 30, 0, { accuracy: 1_000 }), stay(0, 30, 0), 30)).toEqual([]);
  });

  it('is over from when they were apart; a single fix far away is none', () => {
    const own = [...stay(0, 20, 0), sighting(20, 400), ...stay(21, 30, 0), ...stay(30, 40, 400)];
    expect(between(own, stay(0, 40, 15), 40)).toMatchObject([
      { startedAt: at(0), ended: { at: at(30), reason: 'apart' } },
    ]);
  });

  it('is over when they are seen no more', () => {
    const [found] = between(stay(0, 20, 0), stay(0, 20, 15), 60);
    expect(found?.ended).toEqual({ at: at(19), reason: 'unseen' });
  });

  it('judges nothing from before it was forbidden, and ends when it is forbidden no more', () => {
    const [own, others] = [stay(0, 40, 0), stay(0, 40, 15)];
    expect(between(own, others, 40, { ...coOffender, from: at(10), to: at(30) })).toMatchObject([
      { startedAt: at(10), ended: { at: at(30), reason: 'withdrawn' } },
    ]);
  });

  it('is told of lingering near a protected place; going in is an alert of its own', () => {
    const own = [...stay(0, 20, 190), ...stay(20, 25, 0)];
    expect(between(own, [], 25, place)).toMatchObject([
      {
        startedAt: at(0),
        ended: { at: at(20), reason: 'entered' },
        facts: { how: 'place', name: '被害人甲', metres: 40 },
      },
    ]);
    expect(between(stay(0, 60, 400), [], 60, place)).toEqual([]);
  });

  it('comes to the same alerts in whatever order and portions records arrive', () => {
    fc.assert(
      fc.property(stories, fc.array(fc.nat(1_000), { minLength: 120, maxLength: 120 }), (story, order) => {
        const whole = between(story.own, story.others, 90);
        const last = new Office().told(arriving(story, order));
        expect(last).toEqual(whole.map(({ startedAt, ended }) => ({ startedAt, ended })));
      }),
      { numRuns: 40 },
    );
  });
});

describe('whether two may have met', () => {
  const box = (slot: number, east: number) => {
    const { lat, lon } = moved(HERE, east, 0);
    return { slot, west: lon, east: lon, south: lat, north: lat, accuracy: 10 };
  };
  it('is answered by boxes, never with no for two who were near', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.nat(1), (metres, slots) => {
        expect(mayMeet([box(7, 0)], [box(7 + slots, metres)], 50)).toBe(true);
      }),
    );
    expect(mayMeet([box(7, 0)], [box(7, 2_000)], 50)).toBe(false);
    expect(mayMeet([box(7, 0)], [box(12, 0)], 50)).toBe(false);
  });
});

interface Story {
  readonly own: Sighting[];
  readonly others: Sighting[];
}
/** An hour of one against another who stays: near, far away, or not seen, by turns. */
const stories: fc.Arbitrary<Story> = fc
  .array(fc.record({ minutes: fc.integer({ min: 1, max: 25 }), where: fc.constantFrom(10, 40, 300, null) }), {
    minLength: 2,
    maxLength: 6,
  })
  .map((parts) => {
    const own: Sighting[] = [];
    let minute = 0;
    for (const { minutes: length, where } of parts) {
      const until = Math.min(60, minute + length);
      if (where !== null) own.push(...stay(minute, until, where));
      minute = until;
    }
    return { own, others: stay(0, 60, 0) };
  });

/** Portions of records, none of which is in the future: each is sent some time after it was made, or much later. */
function arriving({ own, others }: Story, order: readonly number[]) {
  const all = [...own.map((seen) => ({ seen, mine: true })), ...others.map((seen) => ({ seen, mine: false }))];
  const sent = all.map((one, index) => {
    const shuffle = order[index % order.length] ?? 0;
    const delay = shuffle % 5 === 0 ? minutes(shuffle % 25) : seconds(0);
    return { ...one, received: after(one.seen.at, delay) };
  });
  return Array.from({ length: 30 }, (_, n) => {
    const [from, now] = [at(n * 3), at(n * 3 + 3)];
    return { now, records: sent.filter(({ received }) => received >= from && received < now) };
  });
}

/** What rounds do, without a database. */
class Office {
  #own: Sighting[] = [];
  #others: Sighting[] = [];
  #filed: MeetingOnFile[] = [];

  told(portions: ReturnType<typeof arriving>) {
    for (const { now, records } of portions) {
      for (const { seen, mine } of records) (mine ? this.#own : this.#others).push(seen);
      for (const track of [this.#own, this.#others]) track.sort((a, b) => a.at - b.at);
      this.#look(
        records.reduce<Instant>((first, { seen }) => (seen.at < first ? seen.at : first), now),
        now,
      );
    }
    return this.#filed
      .filter(({ ended }) => ended?.reason !== 'contradicted')
      .map(({ startedAt, ended }) => ({ startedAt, ended }))
      .sort((a, b) => a.startedAt - b.startedAt);
  }

  #look(news: Instant, now: Instant): void {
    const from = before(news, leadOf(world({}), now));
    const onFile = ofContact(coOffender, this.#filed, from);
    const seen = (track: Sighting[]) => track.filter((one) => one.at >= from);
    const tracks = { own: seen(this.#own), others: seen(this.#others) };
    const episodes = contactForbidden(world({}), coOffender, tracks, onFile, from, now);
    const stored = onFile.map((one) => ({ ...one, id: episodeId(one), episode: episodeId(one) }));
    for (const change of diff(stored, episodes, true)) {
      const rest =
        change.is === 'opened' ? this.#filed : this.#filed.filter((one) => episodeId(one) !== change.alert.id);
      this.#filed = change.is === 'contradicted' ? rest : [...rest, filedOf(change.episode)];
    }
  }
}

const filedOf = (episode: Episode): MeetingOnFile => {
  const { kind, superviseeId: id, deviceId, startedAt, lastAt, ended, count, facts, fixes } = episode;
  const partner = partnerOf(coOffender);
  return { kind, superviseeId: id, partner, deviceId, startedAt, lastAt, ended, resolvedAt: null, count, facts, fixes };
};
