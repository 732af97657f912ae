import { createContext, useContext } from 'react';
import type { Account } from '#libs/protocol';
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

const acting = new Set(['officer', 'county', 'head']);
export const mayAct = (account: Account): boolean => acting.has(account.role);
export const seesAlerts = (account: Account): boolean => account.role !== 'admin';
export const seesAudit = (account: Account): boolean => account.role === 'prosecutor' || account.role === 'head';
