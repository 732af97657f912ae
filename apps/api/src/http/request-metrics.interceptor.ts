import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { statusOf, Metrics, refusalOf } from '#libs/platform';
import { Histogram } from 'prom-client';
import { tap, type Observable } from 'rxjs';
import { CALL } from './call.js';

/** How long each call of the catalogue takes, and how it ends. */
@Injectable()
export class RequestMetrics implements NestInterceptor {
  readonly #seconds: Histogram<'call' | 'status'>;

  constructor(metrics: Metrics) {
    this.#seconds = new Histogram({
      name: 'api_request_seconds',
      help: 'From the handler being asked to its answer, by call and status',
      labelNames: ['call', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [metrics.registry],
    });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const call = Reflect.getMetadata(CALL, context.getHandler()) as string | undefined;
    if (call === undefined) return next.handle();
    const end = this.#seconds.startTimer({ call });
    return next
      .handle()
      .pipe(tap({ next: () => end({ status: 'ok' }), error: (error) => end({ status: wordFor(error) }) }));
  }
}

function wordFor(error: unknown): string {
  const refusal = refusalOf(error);
  return refusal === undefined ? '500' : String(statusOf(refusal.code));
}
