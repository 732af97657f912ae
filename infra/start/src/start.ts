import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataDir } from './data-dir.js';
import { seedDemonstration, startFleet, writeDemonstrationFile, type SignIn } from './demonstration.js';
import { Platform } from './platform.js';
import { demandPort } from './ports.js';
import { startServices, type Tell } from './services.js';
import { readSettings, type StartSettings } from './settings.js';
import { firstAdministratorLink } from './setup-link.js';
import { Unusable } from './unusable.js';

/** What is running and has to be stopped, the last started first. */
type Running = { stop(): Promise<void> }[];

/** `npm start`: everything on one machine, until a signal. Resolves when all of it has stopped. */
export async function start(env: NodeJS.ProcessEnv, tell: Tell, stopped: Promise<unknown>): Promise<void> {
  const settings = readSettings(env);
  const dataDir = new DataDir(settings.DATA_DIR);
  dataDir.claim();
  const running: Running = [];
  try {
    await Promise.race([begin(settings, dataDir, tell, running), stopped]);
    await stopped;
  } finally {
    tell('Stopping');
    for (const part of running.splice(0).reverse()) await part.stop();
    dataDir.release();
    tell('Stopped; the data stays in ' + dataDir.path);
  }
}

async function begin(settings: StartSettings, dataDir: DataDir, tell: Tell, running: Running): Promise<void> {
  await demandPort(settings.PORT, 'PORT');
  if (settings.MQTT_URL === undefined) await demandPort(settings.MQTT_PORT, 'MQTT_PORT');
  const services = await startServices({
    dataDir,
    databaseUrl: settings.DATABASE_URL,
    redisUrl: settings.REDIS_URL,
    tell,
  });
  running.push(services);
  const demo = settings.DEMO === '1';
  const url = `http://127.0.0.1:${settings.PORT}`;
  const signIns = demo ? await seedDemonstration(services.applicationUrl, dataDir) : [];
  const link = demo ? undefined : await firstAdministratorLink(services.applicationUrl, url);
  tell('Starting the platform: broker, ingest, engine, worker, api');
  const { PORT: port, MQTT_PORT: mqttPort, MQTT_URL: mqttUrl } = settings;
  running.push(await Platform.start({ services, dataDir, port, mqttPort, mqttUrl, demo, tell }));
  if (demo) runDemonstration(dataDir, url, settings, signIns, tell, running);
  if (link !== undefined) tell(`Make the first administrator, once, at ${link}`);
  tell(`Ready: ${url}`);
}

function runDemonstration(
  dataDir: DataDir,
  url: string,
  settings: StartSettings,
  signIns: readonly SignIn[],
  tell: Tell,
  running: Running,
): void {
  writeDemonstrationFile(dataDir, url, settings.MQTT_URL ?? `mqtt://127.0.0.1:${settings.MQTT_PORT}`, signIns);
  if (!existsSync(resolve('dist/devices-sim/src/main.js')))
    throw new Unusable('dist/devices-sim is missing: npm run build makes it.');
  const fleet = startFleet(dataDir);
  running.push({ stop: () => fleet.stop('SIGTERM', 3_000) });
  tell('Demonstration accounts (also in ' + dataDir.file('demo.json') + '):');
  for (const { username, password, role, division } of signIns) {
    tell(`  ${username.padEnd(12)} ${password}   ${role} ${division}`);
  }
}
