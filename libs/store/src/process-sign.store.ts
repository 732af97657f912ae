import { statement, type Database } from './statement.js';

const keepSign = statement('keep_process_sign');
const readSigns = statement<{ process: string; age_s: number; facts: ProcessFacts }>('read_process_signs');
const forgetSigns = statement('forget_process_signs');

/** What a process says of itself; lengths of time in seconds, at the time of the sign. */
export type ProcessFacts = Readonly<Record<string, number | null>>;

export interface ProcessSign {
  readonly process: string;
  readonly ageSeconds: number;
  readonly facts: ProcessFacts;
}

/** A process that was replaced is remembered for so long. */
const KEPT_SECONDS = 3_600;

/** Which processes are there, by the database's clock alone. */
export class ProcessSignStore {
  constructor(private readonly db: Database) {}

  async keep(process: string, instance: string, facts: ProcessFacts): Promise<void> {
    await keepSign(this.db, process, instance, JSON.stringify(facts));
  }

  async all(): Promise<ProcessSign[]> {
    const rows = await readSigns(this.db);
    return rows.map(({ process, age_s, facts }) => ({ process, ageSeconds: age_s, facts }));
  }

  async forgetReplaced(): Promise<void> {
    await forgetSigns(this.db, KEPT_SECONDS);
  }
}
