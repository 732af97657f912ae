import { Injectable } from '@nestjs/common';
import { after, days, DomainError, instant, type BacktestId } from '#libs/kernel';
import type { Backtest, newBacktest, TrialChange } from '#libs/protocol';
import { BacktestStore, type Database } from '#libs/store';
import type { z } from 'zod';
import { found, insistOnJurisdiction, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';
import { completeChange } from './trial-change.js';

const LONGEST = days(31);
const MOST_PEOPLE = 2_000;
/** Of one office, the one that runs counted in: nobody's trials keep everybody else's from their turn. */
const MOST_WAITING = 3;

type Wanted = z.output<typeof newBacktest>;

/** Asks the worker to try something on what is stored. */
@Injectable()
export class BacktestService {
  async add(tx: Database, by: By, wanted: Wanted): Promise<Done<Backtest>> {
    const { division: office, id: asker } = by.officer;
    const division = wanted.division ?? office;
    insistOnJurisdiction(by, division);
    const period = periodOf(by, wanted);
    const change = await completeChange(tx, by, wanted.change);
    const store = new BacktestStore(tx);
    if ((await store.waiting(office)) >= MOST_WAITING) {
      const detail = `At most ${MOST_WAITING} of an office wait or run at a time`;
      throw new DomainError('backtest.too-many-waiting', detail, { most: MOST_WAITING });
    }
    const whom = { named: wanted.supervisees ?? null, zoneId: change.is === 'zone' ? change.zoneId : null };
    const people = await store.people(division, whom, period, MOST_PEOPLE + 1);
    if (people.length > MOST_PEOPLE) {
      throw new DomainError('backtest.too-many', `At most ${MOST_PEOPLE} people`, { most: MOST_PEOPLE });
    }
    const { reason } = wanted;
    const asked = { division, office, change, ...period, reason, people, by: asker, at: by.at };
    return this.#done(tx, by, 'backtest.asked', await store.add(asked));
  }

  async cancel(tx: Database, by: By, id: BacktestId): Promise<Done<Backtest>> {
    const store = new BacktestStore(tx);
    if (await store.cancel(id, by.officer.division, by.at)) return this.#done(tx, by, 'backtest.cancelled', id);
    const [one] = await store.list(by.officer.division, { id, limit: 1 });
    throw new DomainError('backtest.over', `It is ${found(one, 'backtest.not-found').state}`);
  }

  async #done(tx: Database, by: By, action: string, id: BacktestId): Promise<Done<Backtest>> {
    const [one] = await new BacktestStore(tx).list(by.officer.division, { id, limit: 1 });
    const answer = found(one, 'backtest.not-found');
    const { division, change, from, to, progress, reason } = answer;
    const detail = { ...inShort(change), from, to, people: progress.people };
    return { answer, deeds: [{ action, subject: `backtest:${id}`, division, purpose: reason, detail }] };
  }
}

/** For the log; a drawing stands in the backtest itself. */
function inShort(change: TrialChange): Record<string, string> {
  switch (change.is) {
    case 'policy':
      return { is: change.is, kind: change.kind, parameters: JSON.stringify(change.parameters) };
    case 'rule':
      return change;
    case 'zone':
      return { is: change.is, zone: change.zoneId ?? 'new' };
  }
}

function periodOf({ at }: By, wanted: Wanted) {
  const [from, to] = [instant(Date.parse(wanted.from)), instant(Date.parse(wanted.to))];
  if (from >= to) throw invalidAt('/to', 'it must end after it begins');
  if (to > at) throw invalidAt('/to', 'it must not end in the future');
  if (to > after(from, LONGEST)) throw invalidAt('/to', 'at most 31 days');
  return { from, to };
}
