import { z } from 'zod';
import { alertKinds, divisionCode, id, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';
import { drawing } from './zones.js';

export const backtestStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export const backtestVerdicts = ['raised', 'gone', 'changed'] as const;

const parameters = z.record(z.string(), z.unknown());
const kind = z.enum(alertKinds);

/** What would be different. */
export const trialChange = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('policy'),
    kind,
    parameters: parameters.describe('of the policy of that kind; what is left out is the default'),
  }),
  z
    .strictObject({
      is: z.literal('zone'),
      zoneId: id.nullable().describe('null: one that there is not yet, for everybody of the trial'),
      drawing: drawing.nullable().describe('null: as if it had not been there'),
    })
    .refine((zone) => zone.zoneId !== null || zone.drawing !== null, {
      message: 'say which zone, or draw one',
      path: ['zoneId'],
    }),
  z.strictObject({ is: z.literal('rule'), kind }).describe('the rule of this release, beside the alerts on file'),
]);
export type TrialChange = z.output<typeof trialChange>;

export const newBacktest = z.strictObject({
  change: trialChange,
  division: divisionCode.optional().describe('for whom; your jurisdiction when it is left out'),
  supervisees: z.array(id).min(1).max(1_000).optional().describe('only these of them'),
  from: time,
  to: time.describe('not in the future, and at most 31 days after'),
  reason: z.string().trim().min(1).max(2_000),
});

const span = z.object({
  from: time,
  sureAt: time.describe('when the rule was sure'),
  to: time.nullable().describe('null: it goes on at the end of the period'),
});
const count = z.int();

export const backtest = z.object({
  id,
  division: divisionCode,
  change: trialChange,
  from: time,
  to: time,
  reason: z.string(),
  askedBy: z.object({ id, name: z.string() }),
  askedAt: time,
  endedAt: time.nullable(),
  state: z.enum(backtestStates),
  progress: z.object({ people: count, done: count, records: count.describe('judged so far') }),
  kinds: z
    .array(
      z.object({
        kind,
        before: count.describe('alerts as it was'),
        after: count.describe('alerts as it would have been'),
        raised: count,
        gone: count,
        changed: count.describe('found by both, at other times'),
      }),
    )
    .describe('of each kind to which it makes a difference'),
  examples: z.array(
    z.object({
      is: z.enum(backtestVerdicts),
      kind,
      superviseeId: id,
      superviseeName: z.string().nullable(),
      alertId: id.nullable().describe('the alert on file that was raised for it, where there is one'),
      before: span.nullable(),
      after: span.nullable(),
    }),
  ),
});
export type Backtest = z.infer<typeof backtest>;

export const backtestEndpoints = {
  listPolicies: endpoint({
    method: 'GET',
    path: '/rules/policies',
    roles: ['officer', 'county', 'head', 'prosecutor'],
    summary: 'What rules that are folded over records go by in your jurisdiction now, with what is default',
    answer: z.object({
      items: z.array(z.object({ kind, version: z.int().describe('0: the defaults'), parameters })),
    }),
  }),
  listBacktests: endpoint({
    method: 'GET',
    path: '/rules/backtest',
    roles: ['officer', 'county', 'head', 'prosecutor'],
    summary: 'What was tried on stored history, newest first',
    query: z.strictObject(paging),
    answer: page(backtest),
  }),
  addBacktest: endpoint({
    method: 'POST',
    path: '/rules/backtest',
    roles: ['officer', 'county', 'head'],
    summary: 'Try another policy, zone or rule on stored history: nothing is changed and nobody is alerted',
    body: newBacktest,
    answer: backtest,
    status: 201,
  }),
  getBacktest: endpoint({
    method: 'GET',
    path: '/rules/backtest/{id}',
    roles: ['officer', 'county', 'head', 'prosecutor'],
    summary: 'How far it is, and the difference in alerts so far',
    answer: backtest,
  }),
  cancelBacktest: endpoint({
    method: 'POST',
    path: '/rules/backtest/{id}/cancel',
    roles: ['officer', 'county', 'head'],
    summary: 'Stop it; what was found until then stays',
    answer: backtest,
    status: 200,
  }),
};
