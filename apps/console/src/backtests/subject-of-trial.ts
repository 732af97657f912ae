import type { TrialChange } from '#libs/protocol';
import { wordFor, type Say } from '../texts/use-text.js';

/** What a trial changes, in words. */
export function subjectOf(say: Say, change: TrialChange): string {
  if (change.is !== 'zone') return say(`backtest.of.${change.is}`, { kind: wordFor(say, 'kind', change.kind) });
  if (change.drawing === null) return say('backtest.of.noZone', { zone: change.zoneId ?? '' });
  const of = change.zoneId === null ? 'backtest.of.newZone' : 'backtest.of.zone';
  return say(of, { name: change.drawing.name });
}
