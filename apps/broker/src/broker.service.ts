import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import { Gauge } from 'prom-client';
import type { Config } from '#libs/config';
import { LARGEST_MESSAGE, mayPublish, maySubscribe, type AccessRefusal } from '#libs/identity';
import type { Metrics, Readiness } from '#libs/platform';
import type { Caller, Doorkeeper } from './doorkeeper.js';
import type { RefusalLog } from './refusal-log.js';

/** MQTT 3.1.1 over TCP or TLS. Sessions live in memory: what protects records is the acknowledgement to the wristband. */
export class BrokerService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #callers = new WeakMap<Client, Caller>();
  readonly #logger = new Logger('broker');
  #aedes: Aedes | undefined;
  #server: Server | undefined;

  constructor(
    private readonly config: Config<'broker'>,
    private readonly doorkeeper: Doorkeeper,
    private readonly refusals: RefusalLog,
    readiness: Readiness,
    metrics: Metrics,
  ) {
    readiness.add('listening', () => (this.#server?.listening === true ? 'up' : 'down'));
    const connections: Gauge = new Gauge({
      name: 'broker_connections',
      help: 'clients connected now',
      registers: [metrics.registry],
      collect: () => connections.set(this.#aedes?.connectedClients ?? 0),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const aedes = await Aedes.createBroker({
      maxClientsIdLength: 64,
      // A backlog of a wristband that was offline comes as one burst.
      queueLimit: 10_000,
      authenticate: (client, username, password, done) => void this.#authenticate(client, username, password, done),
      authorizePublish: (client, packet, done) => done(this.#refusePublish(client, packet)),
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.#allowSubscription(client, subscription.topic) ? subscription : null),
    });
    aedes.on('clientError', (client, error) =>
      this.#logger.warn('client ended', { deviceId: client.id, why: error.message }),
    );
    aedes.on('connectionError', (client, error) =>
      this.#logger.warn('connection ended', { deviceId: client.id ?? '', why: error.message }),
    );
    this.#aedes = aedes;
    this.#server = await this.#listen(aedes);
  }

  async onModuleDestroy(): Promise<void> {
    this.#server?.close();
    await new Promise<void>((resolve) => (this.#aedes === undefined ? resolve() : this.#aedes.close(resolve)));
  }

  #listen(aedes: Aedes): Promise<Server> {
    const { MQTT_TLS_KEY: key, MQTT_TLS_CERT: cert, MQTT_PORT: port, MQTT_HOST: host } = this.config;
    const accept = aedes.handle.bind(aedes);
    const server =
      key !== undefined && cert !== undefined
        ? createTlsServer({ key: readFileSync(key), cert: readFileSync(cert), minVersion: 'TLSv1.2' }, accept)
        : createServer({ noDelay: true }, accept);
    return new Promise((resolve, reject) => {
      server.once('error', (cause: Error) =>
        reject(new Error(`MQTT cannot listen on ${host}:${port}: ${cause.message}`, { cause })),
      );
      server.listen(port, host, () => resolve(server));
    });
  }

  async #authenticate(
    client: Client,
    username: string | undefined,
    password: Buffer | undefined,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): Promise<void> {
    const admitted = await this.doorkeeper.admit(client.id, username ?? '', password?.toString('utf8') ?? '');
    if (admitted.ok) {
      this.#callers.set(client, admitted.value);
      done(null, true);
      return;
    }
    this.refusals.note(username ?? client.id, admitted.reason, `client ${client.id}`);
    // 3: the server is away, come again; 4: wrong name or password.
    const returnCode = admitted.reason === 'database.away' ? 3 : 4;
    done(Object.assign(new Error(admitted.reason), { returnCode }), null);
  }

  /** The error ends the connection; null lets the message through. A last will is asked about like any message. */
  #refusePublish(
    client: Client | null,
    packet: { topic: string; payload: string | Buffer; retain: boolean },
  ): Error | null {
    const caller = client === null ? undefined : this.#callers.get(client);
    if (caller?.is === 'platform') return null;
    const deviceId = caller?.deviceId ?? client?.id ?? '';
    const reason = refusalOf(deviceId, packet);
    if (reason === undefined) return null;
    this.refusals.note(deviceId, reason, `${packet.topic}, ${packet.payload.length} bytes`);
    return new Error(reason);
  }

  #allowSubscription(client: Client, filter: string): boolean {
    const caller = this.#callers.get(client);
    if (caller?.is === 'platform' || (caller !== undefined && maySubscribe(caller.deviceId, filter))) return true;
    this.refusals.note(client.id, 'filter.not-own', filter);
    return false;
  }
}

function refusalOf(
  deviceId: string,
  packet: { topic: string; payload: string | Buffer; retain: boolean },
): AccessRefusal | undefined {
  if (!mayPublish(deviceId, packet.topic)) return 'topic.not-own';
  return packet.payload.length > LARGEST_MESSAGE ? 'message.too-large' : undefined;
}
