import type { AccountId, Instant } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const takeKey = statement<{ taken: 1 }>('take_idempotency_key');
const readKey = statement<{ request_hash: Buffer; answer: Buffer }>('read_idempotency_key');
const keepAnswer = statement('keep_idempotent_answer');
const forgetKeys = statement('forget_idempotency_keys');

/** Which requests were answered, and how; to be used inside the transaction that does what is asked. */
export class IdempotencyStore {
  constructor(private readonly db: Database) {}

  /** True when the key is free, and now ours; waits for a transaction that is just using it. */
  async take(account: AccountId, keyHash: Buffer, requestHash: Buffer, at: Instant): Promise<boolean> {
    return (await takeKey(this.db, account, keyHash, requestHash, new Date(at))).length === 1;
  }

  async read(account: AccountId, keyHash: Buffer): Promise<{ requestHash: Buffer; answer: Buffer }> {
    const [row] = await readKey(this.db, account, keyHash);
    if (row === undefined) throw new Error('an idempotency key was taken and is not there');
    return { requestHash: row.request_hash, answer: row.answer };
  }

  async keep(account: AccountId, keyHash: Buffer, answer: Buffer): Promise<void> {
    await keepAnswer(this.db, account, keyHash, answer);
  }

  async forgetBefore(before: Instant): Promise<void> {
    await forgetKeys(this.db, new Date(before));
  }
}
