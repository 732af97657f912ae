import { Controller, Get, Header, Injectable } from '@nestjs/common';
import {
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorResult,
} from '@nestjs/terminus';
import { collectDefaultMetrics, Registry } from 'prom-client';

export type Condition = 'up' | 'degraded' | 'down';

/** What a process depends on. Modules add their checks; /health/ready asks them all. */
@Injectable()
export class Readiness {
  readonly #checks = new Map<string, () => Promise<Condition> | Condition>();
  #stopping = false;

  add(name: string, check: () => Promise<Condition> | Condition): void {
    this.#checks.set(name, check);
  }

  /** From now on the process says that it is not ready: it takes nothing new in. */
  stop(): void {
    this.#stopping = true;
  }

  checks(): [string, () => Promise<Condition>][] {
    if (this.#stopping) return [['stopping', () => Promise.resolve('down')]];
    return [...this.#checks].map(([name, check]) => [name, async () => check()]);
  }
}

/** Prometheus metrics of the process. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}

@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  ready(): Promise<HealthCheckResult> {
    return this.health.check(
      this.readiness.checks().map(
        ([name, check]) =>
          () =>
            this.#ask(name, check),
      ),
    );
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  async scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  async #ask(name: string, check: () => Promise<Condition>): Promise<HealthIndicatorResult> {
    const condition = await check().catch(() => 'down' as const);
    const session = this.indicator.check(name);
    return condition === 'down' ? session.down() : condition === 'degraded' ? session.degraded() : session.up();
  }
}
