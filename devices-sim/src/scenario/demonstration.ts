import { parseScenario } from './scenario.js';

const otherCounties = ['02', '04', '22', '23', '24', '25', '26', '27', '28', '29', '30', '81', '82'];

/**
 * What `npm start` shows: forty people, two thirds of them in Huichuan 汇川区 and one in each other county of Zunyi.
 *
 * Within the first half minute one drives over the border, one opens the strap and one falls silent; every quarter of
 * an hour three others do. Those who will be over the border live just inside it.
 */
export const demonstrationScenario = parseScenario({
  name: 'demonstration',
  prefix: 'demo',
  seed: 5203,
  intervalSeconds: 5,
  people: [
    { division: '520303', count: 1, home: 'border' },
    { division: '520303', count: 2 },
    { division: '520303', count: 5, home: 'border' },
    { division: '520303', count: 19 },
    ...otherCounties.map((county) => ({ division: `5203${county}`, count: 1 })),
  ],
  noise: { wifi: 0.3 },
  duplicates: 0.01,
  faults: { multipath: { perDay: 6, minutes: [4, 10], metres: [30, 90] } },
  repeatMinutes: 15,
  script: [
    { what: 'silent', at: 5, forSeconds: 300, people: [3, 10, 12, 14, 16, 18] },
    { what: 'excursion', at: 6, forSeconds: 240, metres: 300, people: [1, 4, 5, 6, 7, 8] },
    { what: 'strap_open', at: 20, forSeconds: 200, people: [2, 9, 11, 13, 15, 17] },
  ],
});
