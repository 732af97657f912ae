import 'reflect-metadata';
import { loadConfig } from '#libs/config';
import { failToStart, runProcess } from '#libs/platform';
import { WorkerModule } from './worker.module.js';

try {
  const config = loadConfig('worker', process.env);
  await runProcess({ name: 'worker', module: WorkerModule.for(config), port: config.HEALTH_PORT, host: config.HOST });
} catch (error) {
  failToStart(error);
}
