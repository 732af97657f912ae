import { instant, type Instant, type Millis } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const makeCanary = statement('make_canary');
const beginCanary = statement<{ boot: number }>('begin_canary');
const holdCanary = statement<{ supervisee_id: string }>('hold_canary');
const noteCanary = statement('note_canary');
const readCanary = statement<{ seconds: number | null; held: boolean }>('read_canary');
const sweepCanary = statement('sweep_canary');

export const CANARY_DEVICE = 'CANARY-0000';

/** The wristband that nobody wears: who is it, and how long its last break has waited for an alert. */
export class CanaryStore {
  constructor(private readonly db: Database) {}

  async make(now: Instant): Promise<void> {
    await makeCanary(this.db, new Date(now));
  }

  /** Whether it is us for so long. */
  async hold(holder: string, lasts: Millis): Promise<boolean> {
    return (await holdCanary(this.db, holder, lasts)).length === 1;
  }

  /** From now on it has this secret; answers the number of its start. */
  async begin(secret: { readonly salt: Uint8Array; readonly hash: Uint8Array }, now: Instant): Promise<number> {
    const [row] = await beginCanary(this.db, secret.salt, secret.hash, new Date(now));
    return row?.boot ?? 1;
  }

  /** Looks whether alerts have come, and keeps a break that it has just begun. */
  async note(brokenAt: Instant | undefined): Promise<void> {
    await noteCanary(this.db, brokenAt === undefined ? null : new Date(brokenAt));
  }

  /** Seconds for which a break has had no alert: 0 when none waits, undefined when nobody is the canary. */
  async waiting(now: Instant): Promise<number | undefined> {
    const [row] = await readCanary(this.db, new Date(now));
    return row?.held === true ? Math.max(0, row.seconds ?? 0) : undefined;
  }

  async sweep(now: Instant, keeps: Millis): Promise<void> {
    await sweepCanary(this.db, new Date(instant(now - keeps)));
  }
}
