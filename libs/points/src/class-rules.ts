import type { SchemeDocument } from './scheme.js';

/** 严管 as seen in a provincial rule after 2020; what it says of the other two classes is not known: by the platform. */
export const classes: NonNullable<SchemeDocument['classes']> = [
  {
    code: 'strict',
    name: '严管',
    when: {
      any: [
        { is: 'served-under', months: 2 },
        { is: 'risk', of: ['high'] },
        { is: 'facts', kinds: ['decision.admonished'], atLeast: 2, months: 12 },
        { is: 'facts', kinds: ['decision.warned', 'decision.penalised'], atLeast: 1, months: 12 },
      ],
    },
    duties: { reportDays: 7, educationHours: '12', benefitHours: '12', intervalSeconds: 60 },
  },
  {
    code: 'lenient',
    name: '宽管',
    when: {
      all: [
        { is: 'served-at-least', months: 6 },
        { is: 'risk', of: ['low'] },
      ],
      none: [
        {
          is: 'facts',
          kinds: ['report.missed', 'decision.admonished', 'decision.warned', 'decision.penalised'],
          atLeast: 1,
          months: 6,
        },
      ],
    },
    duties: { reportDays: 30, educationHours: '0', benefitHours: '0', intervalSeconds: 600 },
  },
  {
    code: 'ordinary',
    name: '普管',
    when: {},
    duties: { reportDays: 15, educationHours: '8', benefitHours: '8', intervalSeconds: 300 },
  },
];
