import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { SeqRange } from '../band/wire.js';
import type { Measurements } from './measurement.js';
import type { Witness } from './herd.js';

const CHUNK = 256 * 1_024;

/**
 * What was sent, one line a record: `device,boot,seq,at,what it said`. A line without a time,
 * `device,boot,from,,to`, names records that nobody acknowledged before they were forgotten, or before the run ended.
 */
export class SentFile implements Witness {
  readonly #file: WriteStream | undefined;
  #chunk = '';
  #failure: Error | undefined;
  records = 0;

  constructor(
    path: string | undefined,
    private readonly ids: readonly string[],
    private readonly measurements: Measurements,
  ) {
    this.#file = path === undefined ? undefined : createWriteStream(path);
    this.#file?.on('error', (error) => (this.#failure = error));
  }

  record(device: number, boot: number, seq: number, at: number): void {
    this.records++;
    if (this.#file === undefined) return;
    this.#add(`${this.ids[device] ?? ''},${boot},${seq},${at},${this.measurements.said(device, boot, seq)}\n`);
  }

  unacknowledged(device: number, boot: number, [from, to]: SeqRange): void {
    if (this.#file !== undefined) this.#add(`${this.ids[device] ?? ''},${boot},${from},,${to}\n`);
  }

  async close(): Promise<void> {
    if (this.#file === undefined) return;
    this.#file.end(this.#chunk);
    await finished(this.#file);
  }

  #add(line: string): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#chunk += line;
    if (this.#chunk.length < CHUNK) return;
    this.#file?.write(this.#chunk);
    this.#chunk = '';
  }
}
