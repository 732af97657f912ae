import { statement, type Database } from './statement.js';

const offerSetupToken = statement<{ offered: number }>('offer_setup_token');

/** The one-time right to make the first administrator. */
export class SetupTokenStore {
  constructor(private readonly db: Database) {}

  /** False when there are accounts already: then an administrator makes the next ones. */
  async offer(tokenHash: Uint8Array): Promise<boolean> {
    return (await offerSetupToken(this.db, tokenHash)).length === 1;
  }
}
