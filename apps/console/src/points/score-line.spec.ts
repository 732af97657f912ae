import { describe, expect, it } from '@jest/globals';
import { scoreLine } from './score-line.js';

const movement = (month: string, at: string, amount: string, entryId: string) => ({ month, at, amount, entryId });
const NOW = Date.UTC(2026, 10, 20);

describe('the line of a score', () => {
  it('opens every month and steps with every line of it, to the hundredth, until now', () => {
    const line = scoreLine(
      {
        month: '2026-11',
        score: '750.3',
        months: [{ month: '2026-10', opening: '750', closing: '745.3', band: 'blue' }],
        movements: [
          movement('2026-10', '2026-10-05T08:00:00+08:00', '-5', '1'),
          movement('2026-10', '2026-10-06T08:00:00+08:00', '0.3', '2'),
          movement('2026-11', '2026-11-02T08:00:00+08:00', '5', '1'),
        ],
      },
      NOW,
    );
    expect(line.map(({ score, entryId }) => [score, entryId])).toEqual([
      [750, undefined],
      [745, '1'],
      [745.3, '2'],
      [745.3, undefined],
      [750.3, '1'],
      [750.3, undefined],
    ]);
    expect([line[0]?.at, line.at(-1)?.at]).toEqual([Date.UTC(2026, 8, 30, 16), NOW]);
  });

  it('is empty where no scheme applied', () => {
    const months = [{ month: '2026-10', opening: null, closing: null, band: null }];
    expect(scoreLine({ month: '2026-11', score: null, months, movements: [] }, NOW)).toEqual([]);
  });
});
