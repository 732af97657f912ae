import { statement, type Database } from './statement.js';

const readProgress = statement<{ arrival: string }>('read_round_progress');
const keepProgress = statement('keep_round_progress');

/** How far a round has read what arrived: whoever takes its partitions over goes on from there. */
export class RoundProgressStore {
  constructor(
    private readonly db: Database,
    private readonly round: string,
  ) {}

  /** From the least of some partitions on; from now on where it never looked. */
  async of(parts: readonly number[]): Promise<string> {
    const [row] = await readProgress(this.db, this.round, parts);
    if (row === undefined) throw new Error('the progress of a round has no row');
    return row.arrival;
  }

  /** In a transaction after the partitions were fenced. */
  async keep(parts: readonly number[], arrival: string): Promise<void> {
    await keepProgress(this.db, this.round, parts, arrival);
  }
}
