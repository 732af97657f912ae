import 'reflect-metadata';
import { loadConfig } from '#libs/config';
import { failToStart, runProcess } from '#libs/platform';
import { EngineModule } from './engine.module.js';

try {
  const config = loadConfig('engine', process.env);
  await runProcess({ name: 'engine', module: EngineModule.for(config), port: config.HEALTH_PORT, host: config.HOST });
} catch (error) {
  failToStart(error);
}
