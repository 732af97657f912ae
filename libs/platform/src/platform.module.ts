import { Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController, Metrics, Readiness } from './health.js';

/** Health, readiness and metrics: every process has them, at the same addresses. */
@Global()
@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Readiness, Metrics],
  exports: [Readiness, Metrics],
})
export class PlatformModule {}
