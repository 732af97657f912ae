import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { until } from '../support/until.js';

export interface RunningBroker {
  readonly port: number;
  stop(): Promise<void>;
}

export interface BrokerKind {
  readonly name: string;
  /** The MQTT version that a client ends up with. */
  readonly version: 4 | 5;
  readonly start: () => Promise<RunningBroker>;
}

const embedded: BrokerKind = {
  name: 'Aedes',
  version: 4,
  async start() {
    const aedes = await Aedes.createBroker({ drainTimeout: 0 });
    const server = createServer((socket) => void aedes.handle(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const stop = async (): Promise<void> => {
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
    };
    return { port: (server.address() as AddressInfo).port, stop };
  },
};

const mosquitto: BrokerKind = {
  name: 'Mosquitto',
  version: 5,
  async start() {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'zhengtu-mosquitto-'));
    const settings = [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      'max_queued_messages 0',
      'max_inflight_messages 0',
    ];
    writeFileSync(join(folder, 'mosquitto.conf'), settings.join('\n'));
    const child = spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
    await until('Mosquitto to listen', () => listens(port));
    const stop = async (): Promise<void> => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    };
    return { port, stop };
  },
};

/** The embedded broker always; Mosquitto, which speaks MQTT 5, where it is installed. */
export function brokersHere(): BrokerKind[] {
  if (spawnSync('mosquitto', ['-h']).error === undefined) return [embedded, mosquitto];
  process.stderr.write('Mosquitto is not installed: the contract is checked on the embedded broker alone.\n');
  return [embedded];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
