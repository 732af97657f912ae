import type { Progress } from '../progress.js';
import type { CarrierSettings } from './carriers.js';
import type { HerdSettings } from './herd.js';

export interface LoadSettings extends CarrierSettings, Omit<HerdSettings, 'devices' | 'boot' | 'interval'> {
  /** Records a second, of all together. */
  readonly rate: number;
  readonly seconds: number;
  /** Records that each has in memory when it connects for the first time. */
  readonly history: number;
  /** Share of the time that a wristband spends without a connection, so many milliseconds at a time. */
  readonly backlog: number;
  readonly deadZone: number;
  /** Share of the messages that are sent twice, at once or much later. */
  readonly duplicates: number;
  /** Wristbands that lose their memory, each minute. */
  readonly memoryLosses: number;
  /** Share of the wristbands whose straps are opened and closed again, all the time. */
  readonly straps: number;
  /** Milliseconds that it waits for the last acknowledgements. */
  readonly wait: number;
  readonly sent: string | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What a run came to: the last line of the command. */
export interface LoadReport {
  readonly devices: number;
  readonly seconds: number;
  /** Distinct records sent. */
  readonly records: number;
  readonly records_per_s: number;
  readonly messages: number;
  readonly taken: number;
  readonly duplicates: number;
  readonly resent: number;
  readonly gone: number;
  readonly lives: number;
  readonly acks: number;
  readonly resends: number;
  readonly wrong_acks: number;
  readonly connections_lost: number;
  readonly unacknowledged: number;
  /** How late the last record of the schedule was made: more than a moment means that this process was the limit. */
  readonly late_ms: number;
  readonly cpu_cores: number;
  readonly rss_mb: number;
}
