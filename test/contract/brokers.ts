import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { freePort } from '#infra/start';
import { until } from '../support/until.js';

export interface RunningBroker {
  readonly port: number;
  stop(): Promise<void>;
}

export interface BrokerKind {
  readonly name: string;
  /** The MQTT version that a client ends up with. */
  readonly version: 4 | 5;
  /** Whether several ingest processes can share its messages. */
  readonly shares: boolean;
  readonly start: () => Promise<RunningBroker>;
}

const embedded: BrokerKind = {
  name: 'Aedes',
  version: 4,
  shares: false,
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
  shares: true,
  start: () =>
    startProgram('MOSQUITTO', (port) =>
      [
        `listener ${port} 127.0.0.1`,
        'allow_anonymous true',
        'max_queued_messages 0',
        'max_inflight_messages 0',
        'use_username_as_clientid false',
      ].join('\n'),
    ),
};

const nats: BrokerKind = {
  name: 'NATS',
  version: 4,
  shares: false,
  start: () =>
    startProgram(
      'NATS_SERVER',
      (port, folder, inner) => `
        server_name: spec
        listen: "127.0.0.1:${inner}"
        jetstream { store_dir: "${folder}" }
        # Filters of one session times max_ack_pending may not be more than 65,535, or NATS refuses one of them.
        # What a client had not acknowledged when it went comes again after ack_wait, and not before.
        mqtt { listen: "127.0.0.1:${port}", max_ack_pending: 5000, ack_wait: "5s" }`,
    ),
};

/** The embedded broker, and those that `npm test` installs: one that could not be found fails its specs. */
export const brokers: readonly BrokerKind[] = [embedded, mosquitto, nats];

/** The program that the variable names, with one file of settings in a folder of its own. */
async function startProgram(
  variable: 'MOSQUITTO' | 'NATS_SERVER',
  settings: (port: number, folder: string, inner: number) => string,
): Promise<RunningBroker> {
  const program = process.env[variable];
  if (program === undefined) throw new Error(`${variable} names no broker: npm test finds or installs it`);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'zhengtu-broker-'));
  const file = join(folder, 'broker.conf');
  writeFileSync(file, settings(port, folder, await freePort()));
  const child = spawn(program, ['-c', file], { stdio: 'ignore' });
  await until(`${program} to listen`, () => listens(port));
  return { port, stop: () => ended(child).finally(() => rmSync(folder, { recursive: true })) };
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await exit;
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
