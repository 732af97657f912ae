import { describe, expect, it } from '@jest/globals';
import { deviceId, instant, superviseeId } from '#libs/kernel';
import type { Watched } from '#libs/store';
import { PositionBoard, Sight, type BBox } from './position-board.js';

const WORLD: BBox = [-180, -90, 180, 90];
const fix = (at: number, lon = 106) => ({
  at: instant(at),
  receivedAt: instant(at),
  lat: 27,
  lon,
  accuracy: 8,
  source: 'gnss',
});
const person = (id: number, more: Partial<Watched> = {}): Watched => ({
  superviseeId: superviseeId(String(id)),
  name: `person ${id}`,
  division: '520303',
  deviceId: deviceId(`ZT-${id}`),
  intervalSeconds: 60,
  until: instant(1e12),
  fix: fix(1),
  ...more,
});
const idsOf = (news: ReturnType<PositionBoard['news']>) => news?.items.map((item) => item.superviseeId);

describe('the board of positions', () => {
  it('tells everything first and then nothing until something moves', () => {
    const board = new PositionBoard();
    const sight = new Sight('5203', WORLD);
    expect(board.news(sight)).toEqual({ full: true, items: [] });
    board.replace([person(1), person(2)]);
    expect(board.news(sight)).toMatchObject({ full: false, items: [{ superviseeId: '1' }, { superviseeId: '2' }] });
    expect(board.news(sight)).toBeUndefined();
    board.replace([person(1), person(2)]);
    expect(board.news(sight)).toBeUndefined();
    board.move(superviseeId('2'), fix(5));
    expect(idsOf(board.news(sight))).toEqual(['2']);
  });

  it('knows nobody who is not watched', () => {
    const board = new PositionBoard();
    board.move(superviseeId('9'), fix(5));
    expect(board.news(new Sight('', WORLD))?.items).toEqual([]);
  });

  it('shows somebody whose first fix comes later', () => {
    const board = new PositionBoard();
    board.replace([person(1, { fix: null })]);
    const sight = new Sight('', WORLD);
    board.news(sight);
    board.move(superviseeId('1'), fix(5));
    expect(idsOf(board.news(sight))).toEqual(['1']);
  });

  it('keeps what it knows when the database is behind', () => {
    const board = new PositionBoard();
    board.replace([person(1)]);
    board.move(superviseeId('1'), fix(9, 107));
    board.replace([person(1, { name: 'renamed', fix: fix(4) })]);
    expect(board.news(new Sight('', WORLD))?.items).toMatchObject([{ lon: 107, name: 'renamed' }]);
  });

  it('shows a board without whoever is no longer watched, whose order ended, or who moved away', () => {
    const board = new PositionBoard();
    const sight = new Sight('520303', WORLD);
    const all = [person(1), person(2), person(3, { until: instant(100) }), person(4)];
    board.replace(all);
    board.news(sight);
    board.replace(all.slice(0, 3));
    expect(board.news(sight)).toMatchObject({ full: true, items: [{}, {}, {}] });
    board.expire(instant(100));
    expect(board.news(sight)).toMatchObject({ full: true, items: [{}, {}] });
    board.replace([person(1), person(2, { division: '520302' })]);
    expect(board.news(sight)).toMatchObject({ full: true, items: [{ superviseeId: '1' }] });
    expect(board.news(sight)).toBeUndefined();
  });

  it('tells whoever leaves the area once', () => {
    const board = new PositionBoard();
    board.replace([person(1)]);
    const sight = new Sight('', [105, 26, 106.5, 28]);
    expect(idsOf(board.news(sight))).toEqual(['1']);
    board.move(superviseeId('1'), fix(2, 107));
    expect(idsOf(board.news(sight))).toEqual(['1']);
    board.move(superviseeId('1'), fix(3, 108));
    expect(board.news(sight)).toBeUndefined();
  });

  it('tells many in several messages, each of them once, also after somebody was taken off', () => {
    const board = new PositionBoard();
    const many = Array.from({ length: 4_500 }, (_, n) => person(n + 1));
    board.replace([...many, person(9_999)]);
    const sight = new Sight('', WORLD);
    board.news(sight);
    board.replace(many);
    const told: string[] = [];
    const fulls: boolean[] = [];
    for (let news = board.news(sight); news !== undefined; news = board.news(sight)) {
      told.push(...(idsOf(news) ?? []));
      fulls.push(news.full);
    }
    expect(fulls).toEqual([true, false, false]);
    expect(new Set(told).size).toBe(4_500);
    expect(told).toHaveLength(4_500);
  });
});
