import { Injectable } from '@nestjs/common';
import { after, days, DomainError, instant, pointsCloseId, type PointsCloseId } from '#libs/kernel';
import { isMonth, monthOf, type Month } from '#libs/points';
import type { PointsClose, PointsCloseLine } from '#libs/protocol';
import {
  PointsCloseStore,
  PointsMonthView,
  PointsSchemeStore,
  previewed,
  versionKey,
  type Database,
} from '#libs/store';
import { found, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';

const AT_ONCE = 500;

/** Month closes (月度结算): seen before, begun, published, reviewed by somebody else. */
@Injectable()
export class CloseService {
  async preview(db: Database, { officer }: By, month: string): Promise<PointsCloseLine[]> {
    if (!isMonth(month)) throw invalidAt('/month', 'a month as 2026-11');
    const version = await inForce(db, officer.division, month);
    const closes = new PointsCloseStore(db);
    const lines: PointsCloseLine[] = [];
    for (let ids = await closes.people(officer.division, month, '0', AT_ONCE); ids.length > 0;) {
      lines.push(...(await new PointsMonthView(db).preview(version, ids, month)).map(previewed));
      const last = ids.at(-1);
      ids = last === undefined ? [] : await closes.people(officer.division, month, last, AT_ONCE);
    }
    return lines;
  }

  async begin(tx: Database, by: By, month: string): Promise<Done<PointsClose>> {
    if (!isMonth(month) || month >= monthOf(by.at))
      throw new DomainError('points.month-not-over', `${month} is not over`);
    const { division, id: account } = by.officer;
    const version = await inForce(tx, division, month);
    const id = await new PointsCloseStore(tx).begin(division, month, version, { account, at: by.at });
    if (id === undefined) throw new DomainError('points.month-not-over', `${month} was closed before`);
    return this.#done(tx, by, id, 'points-close.begun');
  }

  async publish(tx: Database, by: By, id: PointsCloseId): Promise<Done<PointsClose>> {
    const close = await this.#of(tx, by, id, 'computed');
    const key = versionKey(close.scheme.id, close.scheme.version);
    const scheme = (await new PointsSchemeStore(tx).versions([key])).get(key)?.scheme;
    const until = after(by.at, days(scheme?.month.publicityDays ?? 0));
    await this.#step(tx, by, id, 'published', until);
    return this.#done(tx, by, id, 'points-close.published');
  }

  async finalise(tx: Database, by: By, id: PointsCloseId): Promise<Done<PointsClose>> {
    const close = await this.#of(tx, by, id, 'published');
    if (close.begunBy.id === by.officer.id) throw new DomainError('points.own-proposal', 'You began it');
    const until = close.steps.find(({ step }) => step === 'published')?.until ?? null;
    if (until !== null && by.at < instant(Date.parse(until))) {
      throw new DomainError('points.not-now', 'Publicity is not over', { until });
    }
    if (close.objections > 0) {
      throw new DomainError('points.not-now', 'Objections wait for an answer', { objections: close.objections });
    }
    await this.#step(tx, by, id, 'final');
    return this.#done(tx, by, id, 'points-close.final');
  }

  async #of(tx: Database, { officer }: By, id: PointsCloseId, state: PointsClose['state']): Promise<PointsClose> {
    const close = found((await new PointsCloseStore(tx).list(officer.division, 1, id))[0], 'points.close-not-found');
    if (close.state !== state) throw new DomainError('points.not-now', `It is ${close.state}`, { state: close.state });
    return close;
  }

  async #step(tx: Database, by: By, id: PointsCloseId, step: 'published' | 'final', until?: By['at']): Promise<void> {
    const who = { account: by.officer.id, at: by.at };
    if (!(await new PointsCloseStore(tx).step(id, step, who, until ?? null))) {
      throw new DomainError('points.not-now', `It is ${step} already`, { state: step });
    }
  }

  async #done(tx: Database, by: By, id: PointsCloseId, action: string): Promise<Done<PointsClose>> {
    const answer = found(
      (await new PointsCloseStore(tx).list(by.officer.division, 1, id))[0],
      'points.close-not-found',
    );
    const { division, month, people } = answer;
    const subject = `points-close:${pointsCloseId(id)}`;
    return { answer, deeds: [{ action, subject, division, detail: { month, people } }] };
  }
}

async function inForce(db: Database, division: string, month: Month) {
  const version = await new PointsSchemeStore(db).inForce(division, month);
  if (version === undefined) throw new DomainError('points.no-scheme', 'No scheme applies to that month');
  return version;
}
