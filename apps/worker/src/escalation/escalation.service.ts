import { Injectable } from '@nestjs/common';
import { responseTime } from '#libs/casework';
import { after, type AlertId, type Instant } from '#libs/kernel';
import { Hints } from '#libs/queue';
import { act, EscalationStore, PostgresDatabase, summaryOf, writeJournal } from '#libs/store';

/** Passes an alert up. Doing it twice does it once: the level it was planned at must still be the alert's. */
@Injectable()
export class EscalationService {
  constructor(
    private readonly db: PostgresDatabase,
    private readonly hints: Hints,
  ) {}

  async escalate(id: AlertId, level: number, now: Instant): Promise<'escalated' | 'no longer due'> {
    const escalated = await this.db.transaction(async (tx) => {
      const store = new EscalationStore(tx);
      const alert = await store.lock(id, level, now);
      if (alert === undefined) return false;
      await store.passUp(id, now, after(now, responseTime[alert.severity]));
      const data = await summaryOf(tx, id);
      const { division } = alert;
      const done = {
        actor: 'system:worker',
        role: 'system',
        action: 'alert.escalated',
        subject: `alert:${id}`,
        division,
        purpose: null,
      } as const;
      await writeJournal(
        tx,
        [act(now, { ...done, detail: { level: data.escalation } })],
        [{ type: 'alert.changed', at: now, division, data }],
      );
      return true;
    });
    if (!escalated) return 'no longer due';
    this.hints.tell('feed-grown');
    return 'escalated';
  }
}
