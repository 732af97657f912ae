import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moved, wgs84 } from '#libs/geo';
import { after, before, instant, minutes, superviseeId, type Instant } from '#libs/kernel';
import { NOON, world } from '#libs/testkit';
import { crowdsOf, type ListedPlace, type Spot } from './crowd.js';
import { diff } from './diff.js';
import { episodeId, type Episode } from './episode.js';
import {
  crowdingOf,
  gatheringEpisode,
  gatherings,
  leadOfGathering,
  SLOT,
  subjectOf,
  type GatheringOnFile,
} from './gathering.rule.js';

const HERE = wgs84(27.7, 106.9);
const FIRST = Math.floor(NOON / SLOT);
const startOf = (slot: number): Instant => instant((FIRST + slot) * SLOT);
const spot = (id: number, slot: number, east: number, change: Partial<Spot> = {}): Spot => {
  const at = after(startOf(slot), minutes(2));
  const { lat, lon } = moved(HERE, east, 0);
  const who = superviseeId(String(id));
  return {
    superviseeId: who,
    slot: FIRST + slot,
    at,
    receivedAt: at,
    lat,
    lon,
    accuracy: 8,
    source: 'gnss',
    ...change,
  };
};
/** People side by side, two metres apart, from slot to slot. */
const together = (ids: readonly number[], from: number, to: number, east = 0): Spot[] =>
  Array.from({ length: to - from }, (_, n) => ids.map((id, index) => spot(id, from + n, east + 2 * index))).flat();
const five = [11, 12, 13, 14, 15];
const by = (places: readonly ListedPlace[] = []) => crowdingOf(world({}), NOON, places);
const found = (spots: readonly Spot[], now: number, places: readonly ListedPlace[] = []) =>
  gatherings(spots, [], instant(FIRST * SLOT), startOf(now), by(places));
const told = (spots: readonly Spot[], now: number, places: readonly ListedPlace[] = []): Episode[] =>
  found(spots, now, places).map((one) => gatheringEpisode(world({ superviseeId: subjectOf(one) }), one, new Map()));

describe('gathering', () => {
  it('is told once for all, when enough people stayed together for long enough', () => {
    expect(told(together(five, 0, 3), 3)).toEqual([]);
    expect(told(together(five, 0, 4), 4)).toMatchObject([
      {
        ...{ kind: 'gathering', superviseeId: '11', startedAt: startOf(0), confirmedAt: startOf(4), ended: null },
        facts: { people: 5, minutes: 20, members: '11,12,13,14,15' },
      },
    ]);
  });

  it('is not told of four, of passers-by, nor of people a street apart', () => {
    expect(told(together([11, 12, 13, 14], 0, 12), 12)).toEqual([]);
    const changing = [0, 1, 2, 3, 4, 5].flatMap((slot) =>
      together(
        five.map((id) => id + 10 * slot),
        slot,
        slot + 1,
      ),
    );
    expect(told(changing, 6)).toEqual([]);
    const apart = five.flatMap((id, index) => together([id], 0, 12, index * 150));
    expect(told(apart, 12)).toEqual([]);
  });

  it('is not told at a listed place, while it is listed', () => {
    const place = { shape: { ...HERE, radius: 60 }, from: instant(0), to: null };
    expect(told(together(five, 0, 12), 12, [place])).toEqual([]);
    expect(told(together(five, 0, 12), 12, [{ ...place, to: startOf(3) }])).toMatchObject([{ startedAt: startOf(3) }]);
  });

  it('is over when they part, and goes on when one of them is not seen for a while', () => {
    const spots = together(five, 0, 8).filter(({ superviseeId, slot }) => superviseeId !== '13' || slot !== FIRST + 5);
    expect(told([...spots, ...together([11, 12], 8, 12)], 12)).toMatchObject([
      { startedAt: startOf(0), ended: { at: startOf(8), reason: 'apart' }, count: 5 },
    ]);
  });

  it('does not take people for near whose positions are too inexact to know', () => {
    const vague = together(five, 0, 12).map((one) => ({ ...one, accuracy: 95, source: 'wifi' }));
    expect(told(vague, 12)).toEqual([]);
  });

  it('puts nobody into two crowds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 5, maxLength: 40 }), (places) => {
        const spots = places.map((east, index) => spot(100 + index, 0, east));
        const all = crowdsOf(spots, by()).flat();
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it('comes to the same alerts in whatever order and portions positions arrive', () => {
    const stay = fc.record({ from: fc.nat(3), length: fc.integer({ min: 2, max: 9 }) });
    const stays = fc.array(stay, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(stays, fc.array(fc.nat(5), { minLength: 97, maxLength: 97 }), (all, delays) => {
        const spots = all.flatMap(({ from, length }, index) => together([11 + index], from, from + length, index));
        const sent = spots.map((one, index) => ({ one, round: one.slot - FIRST + 1 + (delays[index % 97] ?? 0) }));
        const whole = told(spots, 40).map(({ startedAt, ended }) => ({ startedAt, ended }));
        expect(new Office().told(sent)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});

/** What rounds do, without a database: one after every slot. */
class Office {
  #spots: Spot[] = [];
  #filed: GatheringOnFile[] = [];

  told(sent: readonly { readonly one: Spot; readonly round: number }[]) {
    for (let round = 1; round <= 40; round += 1) {
      const news = sent.filter((each) => each.round === round).map(({ one }) => one);
      this.#spots.push(...news);
      const first = news.reduce<Instant>((least, { at }) => (at < least ? at : least), startOf(round));
      if (news.length > 0 || this.#filed.some(({ ended }) => ended === null)) this.#look(first, startOf(round));
    }
    return this.#filed
      .filter(({ ended }) => ended?.reason !== 'contradicted')
      .map(({ startedAt, ended }) => ({ startedAt, ended }))
      .sort((a, b) => a.startedAt - b.startedAt);
  }

  #look(news: Instant, now: Instant): void {
    const from = before(news, leadOfGathering(by()));
    const onFile = this.#filed.filter(({ ended }) => ended === null || ended.at > from);
    const spots = this.#spots.filter(({ at }) => at >= from);
    const all = gatherings(spots, onFile, from, now, by());
    const kept = new Set(all.map((one) => one.onFile));
    for (const one of all)
      this.#settle(one.onFile, [gatheringEpisode(world({ superviseeId: subjectOf(one) }), one, new Map())]);
    for (const filed of onFile) if (!kept.has(filed)) this.#settle(filed, []);
  }

  #settle(known: GatheringOnFile | null, episodes: Episode[]): void {
    const stored = known === null ? [] : [{ ...known, id: episodeId(known), episode: episodeId(known) }];
    for (const change of diff(stored, episodes, true)) {
      const rest = this.#filed.filter((one) => one !== known);
      if (change.is !== 'contradicted') this.#filed = [...rest, filedOf(change.episode)];
      else this.#filed = rest;
    }
  }
}

function filedOf(episode: Episode): GatheringOnFile {
  const { kind, superviseeId: id, deviceId, startedAt, lastAt, ended, count, facts, fixes } = episode;
  return {
    kind,
    superviseeId: id,
    deviceId,
    startedAt,
    lastAt,
    ended,
    resolvedAt: null,
    count,
    facts,
    fixes,
  };
}
