import type { Instant } from '#libs/kernel';
import { endBySupervision, foldedRules } from '#libs/rules';
import { AlertStore } from '#libs/store';
import type { AlertWriter } from './alert-writer.js';
import type { Desk } from './desk.js';

const kinds = foldedRules.map((rule) => rule.kind);

/** Ends what goes on about somebody who is not supervised any more, though nothing is heard. */
export class Endings {
  constructor(
    private readonly desk: Desk,
    private readonly alerts: AlertWriter,
  ) {}

  async check(now: Instant): Promise<boolean> {
    const goingOn = await new AlertStore(this.desk.db).goingOn([...this.desk.lease.held.keys()], kinds);
    const worlds = await this.desk.worlds.of(goingOn.map((alert) => alert.superviseeId));
    const ends = goingOn.flatMap((alert) => {
      const world = worlds.get(alert.superviseeId);
      const end = world && endBySupervision(alert, world, now);
      return end ? [{ ...alert, end }] : [];
    });
    return this.alerts.end(ends, now);
  }
}
