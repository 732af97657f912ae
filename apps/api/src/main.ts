import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { loadConfig } from '#libs/config';
import { failToStart, runProcess } from '#libs/platform';
import { ApiModule } from './api.module.js';
import { configureWebServer, nestOptions } from './web-server.js';

try {
  const config = loadConfig('api', process.env);
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  await runProcess({
    name: 'api',
    module: ApiModule.for(config),
    port: config.PORT,
    host: config.HOST,
    nest: nestOptions,
    configure: (app) => configureWebServer(app, config, version),
  });
} catch (error) {
  failToStart(error);
}
