import { once } from 'node:events';
import { DataDir } from './data-dir.js';
import { seedDemonstration, startFleet, writeDemonstrationFile, type SignIn } from './demonstration.js';
import { Platform } from './platform.js';
import { demandAnswer, demandPort } from './ports.js';
import { startServices, type Tell } from './services.js';
import { readSettings, type StartSettings } from './settings.js';
import { firstAdministratorLink } from './setup-link.js';
import { Unusable } from './unusable.js';

/** One start of everything on one machine. */
interface Start {
  readonly settings: StartSettings;
  readonly dataDir: DataDir;
  readonly tell: Tell;
  readonly signal: AbortSignal;
  /** What has to be stopped, the last started first. */
  readonly running: { stop(): Promise<void> }[];
}

/** `npm start`: runs until `signal` aborts; resolves when all of it has stopped. */
export async function start(env: NodeJS.ProcessEnv, tell: Tell, signal: AbortSignal): Promise<void> {
  const settings = readSettings(env);
  const dataDir = new DataDir(settings.DATA_DIR);
  dataDir.claim();
  const running: Start['running'] = [];
  try {
    await begin({ settings, dataDir, tell, signal, running });
    if (!signal.aborted) await once(signal, 'abort');
  } catch (error) {
    if (!signal.aborted) throw error; // a start that was called off is not a failure
  } finally {
    if (running.length > 0) tell('Stopping');
    for (const part of running.splice(0).reverse()) await part.stop();
    dataDir.release();
  }
  tell(`Stopped; the data stays in ${dataDir.path}`);
}

async function begin(start: Start): Promise<void> {
  const { settings, dataDir, tell, signal, running } = start;
  const { PORT: port, MQTT_PORT: mqttPort, MQTT_URL: mqttUrl } = settings;
  const left = await dataDir.register.endAll();
  if (left.length > 0) tell(`Ended what an earlier start left behind: ${left.join(', ')}`);
  await demandPort(port, 'PORT');
  if (mqttUrl === undefined) await demandPort(mqttPort, 'MQTT_PORT');
  else await demandAnswer(mqttUrl, 'MQTT_URL', 1883);
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = settings;
  const services = await startServices({ dataDir, databaseUrl, redisUrl, tell, signal });
  running.push(services);
  const demo = settings.DEMO === '1';
  const url = `http://127.0.0.1:${port}`;
  const signIns = demo ? await seedDemonstration(services.applicationUrl, dataDir) : [];
  const link = demo ? undefined : await firstAdministratorLink(services.applicationUrl, url);
  const platform = new Platform({ services, dataDir, port, mqttPort, mqttUrl, demo, tell });
  running.push(platform);
  tell(`Starting ${platform.names.join(', ')}`);
  const calledOff = once(signal, 'abort').then(() => signal.throwIfAborted());
  await Promise.race([platform.begin(), calledOff]);
  await demandConsole(url);
  if (demo) runDemonstration(start, url, signIns);
  if (link !== undefined) tell(`Make the first administrator, once, at ${link}`);
  tell(`Ready: ${url}`);
}

async function demandConsole(url: string): Promise<void> {
  const { ok } = await fetch(url);
  if (!ok) throw new Unusable('The console is not served: npm run build makes dist/apps/console.');
}

function runDemonstration(start: Start, url: string, signIns: readonly SignIn[]): void {
  const { settings, dataDir, tell, signal, running } = start;
  writeDemonstrationFile(dataDir, url, addressForDevices(settings), signIns);
  const fleet = startFleet(dataDir);
  running.push({ stop: () => fleet.stop('SIGTERM', 2_000) });
  void fleet.exited.then(() => {
    if (!signal.aborted) tell(`The demonstration's wristbands ended (${fleet.lastWords}): see ${fleet.logFile}.`);
  });
  tell(`Demonstration accounts (also in ${dataDir.file('demo.json')}):`);
  for (const { username, password, role, division } of signIns) {
    tell(`  ${username.padEnd(12)} ${password}   ${role} ${division}`);
  }
}

/** Without the platform's own user and password, which MQTT_URL has in it. */
function addressForDevices({ MQTT_URL, MQTT_PORT }: StartSettings): string {
  if (MQTT_URL === undefined) return `mqtt://127.0.0.1:${MQTT_PORT}`;
  return Object.assign(new URL(MQTT_URL), { username: '', password: '' }).href;
}
