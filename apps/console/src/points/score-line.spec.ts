import { describe, expect, it } from '@jest/globals';
import { scoreLine } from './score-line.js';

const movement = (month: string, at: string, amount: string, entryId: string) => ({ month, at, amount, entryId });

describe('the line of a score', () => {
  it('opens every month and steps with every line of it, to the hundredth', () => {
    const line = scoreLine({
      months: [
        { month: '2026-11', opening: '745.3', closing: null, band: null },
        { month: '2026-10', opening: '750', closing: '745.3', band: 'blue' },
      ],
      movements: [
        movement('2026-10', '2026-10-05T08:00:00+08:00', '-5', '1'),
        movement('2026-10', '2026-10-06T08:00:00+08:00', '0.3', '2'),
        movement('2026-11', '2026-11-02T08:00:00+08:00', '5', '1'),
      ],
    });
    expect(line.map(({ score, entryId }) => [score, entryId])).toEqual([
      [750, undefined],
      [745, '1'],
      [745.3, '2'],
      [745.3, undefined],
      [750.3, '1'],
    ]);
    expect(line[0]?.at).toBe(Date.UTC(2026, 8, 30, 16));
  });

  it('is empty where no scheme applied', () => {
    expect(
      scoreLine({ months: [{ month: '2026-10', opening: null, closing: null, band: null }], movements: [] }),
    ).toEqual([]);
  });
});
