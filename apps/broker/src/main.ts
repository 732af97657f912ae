import 'reflect-metadata';
import { loadConfig } from '#libs/config';
import { failToStart, runProcess } from '#libs/platform';
import { BrokerModule } from './broker.module.js';

try {
  const config = loadConfig('broker', process.env);
  await runProcess({ name: 'broker', module: BrokerModule.for(config), port: config.HEALTH_PORT, host: config.HOST });
} catch (error) {
  failToStart(error);
}
