import { groupedBy, seconds, type Instant, type SuperviseeId } from '#libs/kernel';
import { abscondmentSuspected, isGoingOn, RuleFault, type Episode } from '#libs/rules';
import { EngineReconciliationView } from '#libs/store';
import type { AlertWriter } from './alert-writer.js';
import type { Desk } from './desk.js';
import type { Faults } from './faults.js';

const EVERY = seconds(30);
const KIND = 'abscondment.suspected';

/** Who is not to be reached while something goes on that has to be explained: by alerts and attempts as they are on file. */
export class LostContact {
  readonly #view: EngineReconciliationView;
  #lookedAt = 0;

  constructor(
    private readonly desk: Desk,
    private readonly faults: Faults,
    private readonly alerts: AlertWriter,
  ) {
    this.#view = new EngineReconciliationView(desk.db);
  }

  /** Partitions came: their people are looked at in the next turn. */
  adopt(): void {
    this.#lookedAt = 0;
  }

  /** True when consoles have something to be told. */
  async check(now: Instant): Promise<boolean> {
    if (now - this.#lookedAt < EVERY) return false;
    const ids = await this.#view.withoutContact([...this.desk.lease.held.keys()]);
    const told = ids.length > 0 && (await this.#look(ids, now));
    this.#lookedAt = now;
    return told;
  }

  async #look(ids: readonly SuperviseeId[], now: Instant): Promise<boolean> {
    const worlds = await this.desk.worlds.of(ids);
    const onFile = await this.#view.onFile(ids, [KIND]);
    const sinces = ids.map((superviseeId) => {
      const filed = onFile.get(superviseeId)?.find(isGoingOn);
      return { superviseeId, at: filed?.startedAt ?? now };
    });
    const grounds = groupedBy(await this.#view.grounds(sinces), (one) => one.superviseeId);
    const attempts = groupedBy(await this.#attemptsSince(sinces, grounds), (one) => one.superviseeId);
    const found: Episode[] = [];
    let told = false;
    for (const id of ids) {
      const world = worlds.get(id);
      if (world === undefined) continue;
      const known = { grounds: grounds.get(id) ?? [], attempts: attempts.get(id) ?? [] };
      try {
        found.push(...abscondmentSuspected(world, known, onFile.get(id) ?? [], now));
      } catch (cause) {
        told = (await this.faults.stop(id, new RuleFault(KIND, null, { cause }), now)) || told;
        continue;
      }
      told = (await this.faults.resume(id, 'contact', now)) || told;
    }
    return (await this.alerts.file(found, now)) || told;
  }

  /** From when the oldest of what goes on began. */
  #attemptsSince(
    sinces: readonly { readonly superviseeId: SuperviseeId; readonly at: Instant }[],
    grounds: ReadonlyMap<SuperviseeId, readonly { readonly startedAt: Instant }[]>,
  ) {
    return this.#view.attempts(
      sinces.map(({ superviseeId, at }) => {
        const own = (grounds.get(superviseeId) ?? []).map(({ startedAt }) => startedAt);
        return { superviseeId, at: own.reduce<Instant>((first, one) => (one < first ? one : first), at) };
      }),
    );
  }
}
