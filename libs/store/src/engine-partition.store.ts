import { DomainError } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const keepMember = statement('keep_engine_member');
const countMembers = statement<{ members: number }>('count_engine_members');
const forgetMembers = statement('forget_engine_members');
const claimPartitions = statement<{ part: number; epoch: string; arrival: string }>('claim_partitions');
const renewPartitions = statement<{ part: number }>('renew_partitions');
const releasePartitions = statement('release_partitions');
const fencePartitions = statement<{ part: number }>('fence_partitions');
const advancePartitions = statement('advance_partitions');

/** A partition that an engine was given: every write carries the epoch. */
export interface HeldPartition {
  readonly part: number;
  readonly epoch: string;
}
export interface ClaimedPartition extends HeldPartition {
  /** Everything below this arrival is judged. */
  readonly arrival: string;
}

/** Who runs which partitions, by the database's clock alone. */
export class EnginePartitionStore {
  constructor(
    private readonly db: Database,
    private readonly holder: string,
    /** How long a partition stays ours without a renewal. */
    private readonly leaseMs: number,
  ) {}

  /** Says that this engine is running; answers how many are. */
  async attend(): Promise<number> {
    await keepMember(this.db, this.holder, this.leaseMs);
    return (await countMembers(this.db))[0]?.members ?? 1;
  }

  async leave(): Promise<void> {
    await forgetMembers(this.db, this.holder);
  }

  async claim(limit: number): Promise<ClaimedPartition[]> {
    return claimPartitions(this.db, this.holder, this.leaseMs, limit);
  }

  /** The numbers of those that are still ours. */
  async renew(held: readonly HeldPartition[]): Promise<ReadonlySet<number>> {
    return new Set(
      (await renewPartitions(this.db, this.holder, this.leaseMs, ...columns(held))).map(({ part }) => part),
    );
  }

  async release(held: readonly HeldPartition[]): Promise<void> {
    await releasePartitions(this.db, this.holder, ...columns(held));
  }

  /** The first statement of a transaction that writes for partitions. */
  async fence(tx: Database, held: readonly HeldPartition[]): Promise<void> {
    const ours = new Set((await fencePartitions(tx, this.holder, ...columns(held))).map(({ part }) => part));
    const lost = held.find(({ part }) => !ours.has(part));
    if (lost === undefined) return;
    throw new DomainError('partition.lost', `partition ${lost.part} is somebody else's`, { part: lost.part });
  }

  /** Says that everything below their arrivals is judged and written; in a transaction after `fence`. */
  async advance(tx: Database, judged: readonly (HeldPartition & { readonly cursor: string })[]): Promise<void> {
    await advancePartitions(
      tx,
      judged.map(({ part }) => part),
      judged.map(({ cursor }) => cursor),
    );
  }
}

const columns = (held: readonly HeldPartition[]): [number[], string[]] => [
  held.map(({ part }) => part),
  held.map(({ epoch }) => epoch),
];
