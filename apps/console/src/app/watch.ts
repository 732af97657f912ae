import { createContext, useContext } from 'react';
import type { Account, Role } from '#libs/protocol';
import type { Line } from '../api/line.js';

/** Who is on watch, and the line that tells them what happens; no line for who may see no alerts. */
export interface Watch {
  readonly account: Account;
  readonly line: Line | undefined;
}

export const WatchContext = createContext<Watch | undefined>(undefined);

export function useWatch(): Watch {
  const watch = useContext(WatchContext);
  if (!watch) throw new Error('nobody is signed in here');
  return watch;
}

const releasing = new Set(['head', 'prosecutor']);
const acting = new Set(['officer', 'county', 'head']);
export const mayAct = (account: Account): boolean => acting.has(account.role);
/** Who may order that nothing of a person is deleted. */
export const mayHold = (account: Account): boolean => releasing.has(account.role) || account.role === 'county';
/** Who may end such an order; one of a prosecutor only a prosecutor. */
export const mayRelease = (account: Account, placedRole: Role): boolean =>
  releasing.has(account.role) && (placedRole !== 'prosecutor' || account.role === 'prosecutor');
export const seesAlerts = (account: Account): boolean => account.role !== 'admin';
export const seesAudit = (account: Account): boolean => account.role === 'prosecutor' || account.role === 'head';
