import type { Account, PointsEntry } from '#libs/protocol';
import { mayAct } from '../app/watch.js';

export type ActOfEntry = PointsEntry['acts'][number]['act'];

/** What this officer may do with an entry now: nobody decides on what they did themselves, and objections go up. */
export function actsOffered(entry: PointsEntry, account: Account): readonly ActOfEntry[] {
  if (!mayAct(account)) return [];
  const did = (act: ActOfEntry) => entry.acts.find((one) => one.act === act);
  if (entry.state === 'proposed') {
    return entry.proposedBy?.id === account.id ? ['withdrawn'] : ['confirmed', 'withdrawn'];
  }
  if (entry.state !== 'confirmed') return [];
  const decides = account.role !== 'officer' && did('confirmed')?.by?.id !== account.id;
  const objected = did('objected') !== undefined;
  return [
    ...(objected ? [] : (['objected'] as const)),
    ...(decides && objected && did('upheld') === undefined ? (['upheld'] as const) : []),
    ...(decides ? (['overturned'] as const) : []),
  ];
}

/** Only a confirmation needs no words. */
export const needsReason = (act: ActOfEntry): boolean => act !== 'confirmed';
