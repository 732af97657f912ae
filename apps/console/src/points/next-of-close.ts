import type { Account, PointsClose } from '#libs/protocol';
import { mayAct } from '../app/watch.js';

/** The step of a month close that this officer may take now; the review is not for who began it. */
export function nextOfClose(close: PointsClose, account: Account): 'published' | 'final' | undefined {
  if (!mayAct(account)) return undefined;
  if (close.state === 'computed') return 'published';
  const reviews = account.role !== 'officer' && close.begunBy.id !== account.id;
  return close.state === 'published' && reviews ? 'final' : undefined;
}
