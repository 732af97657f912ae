import { Injectable } from '@nestjs/common';
import type { Standing } from '#libs/headroom';
import { Metrics } from '#libs/platform';
import { Gauge } from 'prom-client';

/** The conditions as numbers. What is not measured has none. */
@Injectable()
export class HeadroomNumbers {
  readonly #value: Gauge<'what'>;
  readonly #limit: Gauge<'what'>;
  readonly #degraded: Gauge<'what'>;
  readonly #round: Gauge;

  constructor(metrics: Metrics) {
    const common = { labelNames: ['what'] as const, registers: [metrics.registry] };
    const unit = 'in percent, seconds, records or partitions, whatever the condition is measured in';
    this.#value = new Gauge({
      name: 'monitoring_condition_value',
      help: `the condition as measured, ${unit}`,
      ...common,
    });
    this.#limit = new Gauge({ name: 'monitoring_condition_limit', help: `degraded from here on, ${unit}`, ...common });
    this.#degraded = new Gauge({ name: 'monitoring_degraded', help: '1: the condition is degraded', ...common });
    const help = 'what the last round of measuring took';
    this.#round = new Gauge({ name: 'monitoring_round_seconds', help, registers: [metrics.registry] });
  }

  measured(standing: readonly Standing[], tookMs: number): void {
    this.#value.reset();
    for (const { what, value, limit, state } of standing) {
      if (value !== null) this.#value.set({ what }, value);
      this.#limit.set({ what }, limit);
      this.#degraded.set({ what }, state === 'degraded' ? 1 : 0);
    }
    this.#round.set(tookMs / 1_000);
  }
}
