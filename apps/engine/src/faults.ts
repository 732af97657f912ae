import { Logger } from '@nestjs/common';
import { isoInShanghai, type Instant, type SuperviseeId } from '#libs/kernel';
import { isReconciled, type RuleFault } from '#libs/rules';
import { EngineLaneStore } from '#libs/store';
import type { Desk } from './desk.js';
import { JournalOfAlerts } from './journal-of-alerts.js';

/** What can be stopped of a supervisee: the judgement of records, the wait for them, or that of what is on file. */
type Part = 'records' | 'silence' | 'orders' | 'contact' | 'contacts' | 'gatherings';

function partOf({ kind }: RuleFault): Part {
  if (kind === 'device.silent') return 'silence';
  if (kind === 'abscondment.suspected') return 'contact';
  if (kind === 'contact.forbidden') return 'contacts';
  if (kind === 'gathering') return 'gatherings';
  return isReconciled(kind) ? 'orders' : 'records';
}

/** A rule that throws stops a lane, and people are told: what is not judged must not look as if all were well. */
export class Faults {
  readonly #logger = new Logger('faults');
  readonly #stopped = new Map<SuperviseeId, Set<Part>>();

  constructor(private readonly desk: Desk) {}

  /** Of those whose lane is on file as stopped. */
  note(id: SuperviseeId, part: Part): void {
    this.#stopped.set(id, (this.#stopped.get(id) ?? new Set()).add(part));
  }

  isStopped(id: SuperviseeId, part: Part): boolean {
    return this.#stopped.get(id)?.has(part) ?? false;
  }

  forget(isOurs: (id: SuperviseeId) => boolean): void {
    for (const id of this.#stopped.keys()) if (!isOurs(id)) this.#stopped.delete(id);
  }

  /** True when consoles were told: the lane had been running. */
  async stop(id: SuperviseeId, fault: RuleFault, now: Instant): Promise<boolean> {
    this.note(id, partOf(fault));
    const { division } = await this.desk.worlds.get(id);
    const stopped = await this.desk.db.transaction(async (tx) => {
      await this.desk.lease.store.fence(tx, [this.desk.lease.of(id)]);
      if (!(await new EngineLaneStore(tx).stop(id, now, fault.message))) return false;
      const data = { what: `supervisee ${id}`, since: isoInShanghai(now), detail: fault.message };
      return new JournalOfAlerts(tx, now).write([{ type: 'monitoring.degraded', at: now, division, data }]);
    });
    if (stopped) {
      const stack = fault.cause instanceof Error ? (fault.cause.stack ?? fault.cause.message) : String(fault.cause);
      this.#logger.error('a lane was stopped', { supervisee: id, rule: fault.kind, stack });
      this.desk.numbers.faults.inc({ kind: fault.kind });
    }
    return stopped;
  }

  /** It works again. True when consoles were told: nothing else of the supervisee is stopped. */
  async resume(id: SuperviseeId, part: Part, now: Instant): Promise<boolean> {
    const stopped = this.#stopped.get(id);
    if (!stopped?.delete(part) || stopped.size > 0) return false;
    const { division } = await this.desk.worlds.get(id);
    const told = await this.desk.db.transaction(async (tx) => {
      await this.desk.lease.store.fence(tx, [this.desk.lease.of(id)]);
      const since = await new EngineLaneStore(tx).resume(id);
      if (since === undefined) return false;
      const data = { what: `supervisee ${id}`, since: isoInShanghai(since) };
      return new JournalOfAlerts(tx, now).write([{ type: 'monitoring.restored', at: now, division, data }]);
    });
    this.#stopped.delete(id);
    return told;
  }
}
