import type { PostgresDatabase } from '#libs/store';
import type { Lease } from './lease.js';
import type { EngineNumbers } from './numbers.js';
import type { Worlds } from './worlds.js';

/** What everybody in an engine works with. */
export interface Desk {
  readonly db: PostgresDatabase;
  readonly lease: Lease;
  readonly worlds: Worlds;
  readonly numbers: EngineNumbers;
}
