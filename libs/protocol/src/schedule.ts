import { z } from 'zod';
import { date } from './vocabulary.js';

const clock = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
  .describe('time of day in Asia/Shanghai');

/** A stretch of every week. With an end no later than its beginning it goes on past midnight, for a day at most. */
export const weeklyWindow = z.strictObject({
  days: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .describe('days on which it begins; 1 is Monday, 7 is Sunday')
    .refine((days) => new Set(days).size === days.length, 'each day once'),
  from: clock,
  to: clock,
});

/** When somebody must be inside (宵禁, 定时到场): weekly windows, by the clock of China. */
export const weeklySchedule = z
  .strictObject({
    weekly: z.array(weeklyWindow).min(1).max(20),
    from: date.optional().describe('the first day on which a window may begin'),
    to: date.optional().describe('the last day on which a window may begin'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    message: 'the last day must not be before the first',
    path: ['to'],
  });
export type WeeklySchedule = z.infer<typeof weeklySchedule>;
