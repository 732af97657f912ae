import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Metrics } from '#libs/platform';

/** What the engine counts. */
@Injectable()
export class EngineNumbers {
  readonly raised: Counter<'kind'>;
  readonly records: Counter;
  readonly rewinds: Counter;
  readonly lostTurns: Counter;
  readonly partitions: Gauge;
  readonly lanes: Gauge;
  readonly lag: Gauge;
  readonly faults: Counter<'kind'>;
  readonly reconciled: Gauge;

  constructor(metrics: Metrics) {
    const registers = [metrics.registry];
    this.raised = new Counter({ name: 'alerts_raised_total', help: 'alerts opened', labelNames: ['kind'], registers });
    this.records = new Counter({ name: 'engine_records_total', help: 'records judged', registers });
    this.rewinds = new Counter({ name: 'engine_rewinds_total', help: 'lanes judged anew from a snapshot', registers });
    this.lostTurns = new Counter({ name: 'engine_failed_turns_total', help: 'turns that failed', registers });
    this.faults = new Counter({
      name: 'engine_rule_faults_total',
      help: 'rules that threw',
      labelNames: ['kind'],
      registers,
    });
    this.lanes = new Gauge({ name: 'engine_lanes', help: 'supervisees whose state is in memory', registers });
    const lag = 'from the receipt of a record to its judgement, the longest of the last look; 0 when all is judged';
    this.lag = new Gauge({ name: 'engine_arrival_lag_seconds', help: lag, registers });
    const reconciled = 'when the last round over all device orders was over (seconds since 1970); one an hour';
    this.reconciled = new Gauge({ name: 'engine_reconciled_timestamp_seconds', help: reconciled, registers });
    this.partitions = new Gauge({ name: 'engine_partitions', help: 'partitions held', registers });
  }
}
