import { z } from 'zod';
import { Refusal } from '../refusal.js';

/** What may go wrong, or be done wrong. `silent` and `dead_zone` are the same to the band: no way out for records. */
export const happenings = [
  'excursion',
  'journey',
  'strap_open',
  'silent',
  'dead_zone',
  'multipath',
  'no_gnss',
  'reboot',
  'memory_loss',
  'clock_error',
  'sos',
] as const;
export type HappeningKind = (typeof happenings)[number];

const range = (unit: string, most: number) =>
  z
    .tuple([z.number().min(0).max(most), z.number().min(0).max(most)])
    .refine(([least, most]) => least <= most, { message: 'give the smaller one first' })
    .describe(unit);
/** So often a day for each person, so many minutes each. Not longer than six hours. */
const rate = { perDay: z.number().min(0).max(1_000), minutes: range('minutes', 360) };
const share = z.number().min(0).max(1);
const person = z.int().min(1).describe('number of the person, from 1');
const division = z.string().regex(/^5203[0-9]{2}$/, 'a county of Zunyi, such as 520303');

const scripted = z
  .strictObject({
    what: z.enum(happenings),
    /** Seconds after the start (of each round, with repeatMinutes). */
    at: z.number().min(0).max(86_400),
    forSeconds: z.number().min(1).max(21_600).default(180),
    person: person.optional(),
    /** One after the other, a different one each round. */
    people: z.array(person).min(1).optional(),
    /** excursion: how far out; multipath: how strong. */
    metres: z.number().min(1).max(400).optional(),
    /** clock_error: how wrong. */
    seconds: z.number().min(-2_000_000_000).max(2_000_000_000).optional(),
  })
  .refine((entry) => (entry.person === undefined) !== (entry.people === undefined), {
    message: 'name either person or people',
    path: ['person'],
  });

const fields = z.strictObject({
  name: z.string().max(200).optional(),
  /** Device ids are made of it: sim-0001 … */
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,20}$/)
    .default('sim'),
  seed: z.int().min(0).default(1),
  /** For `truth`; a fleet starts when it starts. */
  start: z.iso.datetime({ offset: true }).optional(),
  intervalSeconds: z.number().min(0.1).max(3_600).default(60),
  people: z
    .array(
      z.strictObject({
        division,
        count: z.int().min(1).max(1_000_000),
        home: z.enum(['town', 'border']).default('town'),
      }),
    )
    .min(1),
  noise: z
    .strictObject({
      gnss: z.boolean().default(true),
      /** Shares of the people whose band sees only Wi-Fi, or only cells, while they are indoors. */
      wifi: share.default(0),
      cell: share.default(0),
    })
    .prefault({}),
  battery: z.boolean().default(true),
  /** Share of the messages that are sent twice. */
  duplicates: share.default(0),
  /** Share of the commands that a band neither carries out nor answers. */
  unanswered: share.default(0),
  /** What a band sends first when the way is free again. */
  backlog: z.enum(['oldest', 'newest', 'shuffled']).default('oldest'),
  faults: z
    .strictObject({
      excursion: z.strictObject({ ...rate, metres: range('metres', 400).default([150, 350]) }),
      strap_open: z.strictObject(rate),
      silent: z.strictObject(rate),
      dead_zone: z.strictObject(rate),
      /** Far out of the county by car, and back. */
      journey: z.strictObject({ ...rate, metres: range('metres beyond the border', 50_000).default([2_000, 15_000]) }),
      multipath: z.strictObject({
        ...rate,
        metres: range('metres', 400).default([40, 120]),
        /** Share of the drifts that the receiver knows of: it says that it is so much less accurate. */
        honest: share.default(0),
        /** Also where people live at the border, who else have open sky. */
        atBorder: z.boolean().default(false),
      }),
      no_gnss: z.strictObject(rate),
      reboot: z.strictObject({ ...rate, minutes: rate.minutes.default([0.5, 1.5]) }),
      memory_loss: z.strictObject({ ...rate, minutes: rate.minutes.default([0.5, 1.5]) }),
      clock_error: z.strictObject({ ...rate, seconds: range('seconds', 2_000_000_000).default([400, 86_400]) }),
      sos: z.strictObject({ perDay: rate.perDay }),
    })
    .partial()
    .prefault({}),
  script: z.array(scripted).default([]),
  repeatMinutes: z.number().min(1).max(1_440).optional(),
});
export type Scenario = z.output<typeof fields>;
export type ScenarioInput = z.input<typeof fields>;

/** Number, division and kind of home of everybody in it, in the order of their numbers. */
export const residents = (
  scenario: Pick<Scenario, 'people'>,
): readonly Pick<Scenario['people'][number], 'division' | 'home'>[] =>
  scenario.people.flatMap(({ division, count, home }) => Array.from({ length: count }, () => ({ division, home })));

const whole = fields.superRefine((scenario, context) => {
  const everybody = residents(scenario);
  for (const [index, entry] of scenario.script.entries())
    for (const number of entry.people ?? [entry.person ?? 1]) {
      const resident = everybody[number - 1];
      const refuse = (message: string): void => context.addIssue({ code: 'custom', path: ['script', index], message });
      if (!resident) refuse(`there is no person ${number}: the scenario has ${everybody.length}`);
      else if (entry.what === 'excursion' && resident.home !== 'border')
        refuse(`person ${number} does not live at the border and cannot be over it in seconds`);
      if (scenario.repeatMinutes !== undefined && entry.at >= scenario.repeatMinutes * 60)
        refuse('it begins after its round has ended');
    }
});

/** Reads a scenario, or throws one error that tells everything that is wrong with it. */
export function parseScenario(given: unknown): Scenario {
  const parsed = whole.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `  /${path.join('/')}: ${message}`);
  throw new Refusal(`The scenario is not usable:\n${faults.join('\n')}`);
}
