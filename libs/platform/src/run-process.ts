import { ConsoleLogger, type DynamicModule, type NestApplicationOptions, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';

export interface ProcessOptions {
  readonly name: string;
  readonly module: Type | DynamicModule;
  readonly port: number;
  readonly host?: string;
  readonly nest?: NestApplicationOptions;
  /** What only this process wants of its web server. */
  readonly configure?: (app: NestExpressApplication) => void | Promise<void>;
}

/** A process that cannot stop in this time is ended; what it had in hand is redelivered. */
const STOP_WITHIN_MS = 8_000;

/** Starts a process: logs as JSON lines, health and metrics on `port`, an orderly stop on SIGTERM and SIGINT. */
export async function runProcess(options: ProcessOptions): Promise<NestExpressApplication> {
  const logger = new ConsoleLogger(options.name, {
    json: true,
    colors: false,
    logLevels: ['fatal', 'error', 'warn', 'log'],
  });
  const app = await NestFactory.create<NestExpressApplication>(options.module, {
    ...options.nest,
    logger,
    abortOnError: false,
  });
  app.enableShutdownHooks();
  await options.configure?.(app);
  await app.listen(options.port, options.host ?? '127.0.0.1');
  stopInTime(app);
  logger.log('started', { address: await app.getUrl() });
  return app;
}

function stopInTime(app: NestExpressApplication): void {
  const limit = (): void => void setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  process.once('SIGTERM', limit);
  process.once('SIGINT', limit);
  if (process.env['EXIT_WITH_PARENT'] === '1') stopWithParent(app, limit);
}

/** Whoever started us holds our standard input open; when it is gone, however it went, we stop too. */
function stopWithParent(app: NestExpressApplication, limit: () => void): void {
  process.stdin.once('end', () => {
    limit();
    void app.close().finally(() => process.exit(0));
  });
  process.stdin.resume();
}

/** The last line of every main: a process that cannot start says why in one line and exits with 1. */
export function failToStart(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
