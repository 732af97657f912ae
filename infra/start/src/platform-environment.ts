import { resolve } from 'node:path';
import type { PlatformOptions, ProcessName } from './platform.js';

/** What a process of the platform is told: see libs/config. What the person who starts us has set is passed on. */
export function platformEnvironment(
  name: ProcessName,
  options: PlatformOptions,
  healthPort: number,
  /** Where our own processes reach the broker when wristbands reach it over TLS. */
  innerPort?: number,
): NodeJS.ProcessEnv {
  const { services, dataDir, port, mqttPort, mqttUrl, demo, env } = options;
  const secret = dataDir.secret('mqtt');
  return {
    ...process.env,
    ...env,
    NODE_ENV: 'production',
    EXIT_WITH_PARENT: '1',
    DATABASE_URL: services.applicationUrl,
    REDIS_URL: services.redisUrl,
    MQTT_URL: mqttUrl ?? `mqtt://platform:${secret}@127.0.0.1:${innerPort ?? mqttPort}`,
    MQTT_PORT: String(mqttPort),
    ...(innerPort === undefined ? {} : { MQTT_PLATFORM_PORT: String(innerPort) }),
    PLATFORM_MQTT_SECRET: secret,
    // An outside broker has been told one; the embedded one asks nobody.
    HOOK_SECRET: process.env['HOOK_SECRET'] ?? dataDir.secret('hook'),
    HEALTH_PORT: String(healthPort),
    PORT: String(port),
    // HOST opens the api; health and metrics of the others stay on this machine.
    HOST: (name === 'api' ? process.env['HOST'] : undefined) ?? '127.0.0.1',
    // The worker looks how full the disks of both are; of another PostgreSQL it cannot.
    DATA_DIR: resolve(dataDir.path),
    ...(services.postgres === undefined ? {} : { DATABASE_DIR: resolve(services.postgres.folder) }),
    CONSOLE_DIR: resolve('dist/apps/console'),
    DEMO: demo ? '1' : '0',
  };
}
