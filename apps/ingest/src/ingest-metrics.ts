import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { StoredBatch } from '#libs/store';

/** How ingest is doing. No identifier is ever a label. */
export class IngestMetrics {
  readonly #records: Counter<'result'>;
  readonly #messages: Counter;
  readonly #batchSeconds: Histogram;
  readonly #receiptToCommit: Histogram;

  constructor(registry: Registry, held: () => { messages: number; bytes: number }) {
    const registers = [registry];
    this.#records = new Counter({
      name: 'records_received_total',
      help: 'records by what became of them: stored, sealed, repeated, quarantined',
      labelNames: ['result'],
      registers,
    });
    this.#messages = new Counter({ name: 'messages_received_total', help: 'messages from the broker', registers });
    this.#batchSeconds = new Histogram({
      name: 'ingest_batch_seconds',
      help: 'time to write a batch, waiting for the database included',
      buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5, 30],
      registers,
    });
    this.#receiptToCommit = new Histogram({
      name: 'receipt_to_commit_seconds',
      help: 'from the receipt of the oldest message of a batch to its commit',
      buckets: [0.01, 0.02, 0.05, 0.1, 0.25, 1, 5, 30],
      registers,
    });
    for (const what of ['messages', 'bytes'] as const) {
      const gauge: Gauge = new Gauge({
        name: `ingest_held_${what}`,
        help: `${what} that the broker has not been acknowledged`,
        registers,
        collect: () => gauge.set(held()[what]),
      });
    }
  }

  written(batches: readonly StoredBatch[], messages: number, oldestMs: number, startedMs: number): void {
    const now = Date.now();
    this.#messages.inc(messages);
    this.#batchSeconds.observe((now - startedMs) / 1_000);
    this.#receiptToCommit.observe((now - oldestMs) / 1_000);
    for (const { counts } of batches) {
      for (const result of ['stored', 'sealed', 'repeated', 'quarantined'] as const) {
        this.#records.inc({ result }, counts[result]);
      }
    }
  }
}
