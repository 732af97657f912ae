import 'reflect-metadata';
import { loadConfig } from '#libs/config';
import { failToStart, runProcess } from '#libs/platform';
import { IngestModule } from './ingest.module.js';

try {
  const config = loadConfig('ingest', process.env);
  await runProcess({ name: 'ingest', module: IngestModule.for(config), port: config.HEALTH_PORT, host: config.HOST });
} catch (error) {
  failToStart(error);
}
