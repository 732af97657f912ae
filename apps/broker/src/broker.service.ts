import type { Server } from 'node:net';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import { Gauge } from 'prom-client';
import type { Config } from '#libs/config';
import {
  LARGEST_MESSAGE,
  mayPublish,
  mayRetain,
  maySubscribe,
  PLATFORM_USER,
  type AccessRefusal,
} from '#libs/identity';
import type { Metrics, Readiness } from '#libs/platform';
import { readTopic, uplinkFilters } from '#libs/protocol';
import { Audience } from './audience.js';
import { openDoor, type Door, type DoorPlace } from './door.js';
import type { Caller, Doorkeeper } from './doorkeeper.js';
import type { RefusalLog } from './refusal-log.js';
import { gatherWrites } from './gathered-writes.js';
import { RetainedMessages } from './retained-messages.js';
import { SessionQueues } from './session-queues.js';
import { WaitingRoom } from './waiting-room.js';

interface Message {
  readonly topic: string;
  readonly payload: string | Buffer;
  retain: boolean;
}

/** CONNACK codes: come again later; wrong name or password. */
const SERVER_AWAY = 3;
const WRONG_SECRET = 4;

/**
 * What ingest has not stored yet. Less than ingest holds (libs/mqtt), so that it goes on reading: a connection of which
 * nothing is read hears no answer to its pings, and is given up. What comes beyond it waits with the wristbands.
 */
const MOST_UNSTORED = { messages: 8_000, bytes: 24 * 1024 * 1024 };

/** MQTT 3.1.1 over TCP or TLS. Sessions live in memory: what protects records is the acknowledgement to the wristband. */
export class BrokerService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #callers = new WeakMap<Client, Caller>();
  readonly #clients = new WeakMap<object, Client>();
  readonly #audience = new Audience();
  readonly #queues = new SessionQueues(() => this.#waiting.letIn());
  readonly #waiting = new WaitingRoom<Client>(() => {
    const { messages, bytes } = this.#queues.unstored;
    return messages >= MOST_UNSTORED.messages || bytes >= MOST_UNSTORED.bytes;
  });
  readonly #retained = new RetainedMessages();
  readonly #logger = new Logger('broker');
  #aedes: Aedes | undefined;
  #servers: Server[] = [];

  constructor(
    private readonly config: Config<'broker'>,
    private readonly doorkeeper: Doorkeeper,
    private readonly refusals: RefusalLog,
    readiness: Readiness,
    metrics: Metrics,
  ) {
    readiness.add('listening', () => (this.#servers.some(({ listening }) => listening) ? 'up' : 'down'));
    const registers = [metrics.registry];
    const gauge = (name: string, help: string, value: () => number): void => {
      const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(value()) });
    };
    gauge('broker_connections', 'clients connected now', () => this.#aedes?.connectedClients ?? 0);
    gauge('broker_held_back_messages', 'messages that wait for ingest, without a PUBACK', () => this.#waiting.size);
    gauge('broker_waiting_messages', 'messages that nobody has acknowledged yet', () => this.#queues.waiting);
  }

  /** Where it listens; 0 before it does. */
  get port(): number {
    const address = this.#servers[0]?.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async onApplicationBootstrap(): Promise<void> {
    const aedes = await Aedes.createBroker({
      maxClientsIdLength: 64,
      // A backlog of a wristband that was offline comes as one burst.
      queueLimit: 10_000,
      // No line of messages that wait to be handed on: when a listener goes who was slow, Aedes lets go of all that
      // waited behind him in one recursion, which ends the process (`Maximum call stack size exceeded`).
      concurrency: 0,
      authenticate: (client, username, password, done) => void this.#authenticate(client, username, password, done),
      authorizePublish: (client, message, done) => this.#admit(client, message, done),
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.#allowSubscription(client, subscription.topic) ? subscription : null),
    });
    Object.assign(persistenceOf(aedes), this.#queues.persistence, this.#retained.persistence);
    aedes.on('client', (client) => this.#queues.connected(client, this.#callers.get(client)?.is === 'device'));
    aedes.on('clientDisconnect', (client) => this.#waiting.gone(client));
    aedes.on('subscribe', (subscriptions, client) => {
      const listens = subscriptions.some(({ topic }) => topic === uplinkFilters[0]);
      if (listens && this.#callers.get(client)?.is === 'platform') this.#audience.arrive();
    });
    aedes.on('clientError', (client, error) =>
      this.#logger.warn('client ended', { deviceId: client.id, why: error.message }),
    );
    aedes.on('connectionError', (_, error) => this.#logger.warn('connection ended', { why: error.message }));
    this.#aedes = aedes;
    const door: Door = {
      accept: (socket) => void this.#clients.set(socket, aedes.handle(socket)),
      onTooLong: (socket, bytes) => this.#refuseTooLong(this.#clients.get(socket), bytes),
      onTrouble: (error) => this.#logger.error('the door', { why: error.message }),
    };
    this.#servers = await Promise.all(doorsOf(this.config).map((place) => openDoor(place, door)));
  }

  async onModuleDestroy(): Promise<void> {
    for (const server of this.#servers) server.close();
    await new Promise<void>((resolve) => (this.#aedes === undefined ? resolve() : this.#aedes.close(resolve)));
  }

  async #authenticate(
    client: Client,
    username: string | undefined,
    password: Buffer | undefined,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): Promise<void> {
    // Before the database is asked, which has ten thousand to answer for when all come back. Not a refusal, which some
    // clients take for final: they try a broken connection again.
    if (username !== PLATFORM_USER && !(await this.#audience.present())) return void client.conn.destroy();
    const admitted = await this.doorkeeper.admit(client.id, username ?? '', password?.toString('utf8') ?? '');
    if (!admitted.ok) {
      this.refusals.note(username ?? client.id, admitted.reason, `client ${client.id}`);
      const returnCode = admitted.reason === 'database.away' ? SERVER_AWAY : WRONG_SECRET;
      done(Object.assign(new Error(admitted.reason), { returnCode }), null);
      return;
    }
    if (admitted.value.is === 'platform') writeFreely(client);
    this.#callers.set(client, admitted.value);
    done(null, true);
  }

  /** A message of a wristband goes on, and is acknowledged, while ingest keeps up; and otherwise waits, whoever brings it. */
  #admit(client: Client | null, message: Message, done: (error?: Error | null) => void): void {
    const refusal = this.#refusePublish(client, message);
    if (refusal !== null || client === null || client.closed || !isUplink(message)) return done(refusal);
    const answer = this.#waiting.pass(client, message.payload.length, () => done(null));
    if (answer === 'read on') setImmediate(() => readNext(client));
  }

  /** The error ends the connection; null lets the message through. A last will is asked about like any message. */
  #refusePublish(client: Client | null, message: Message): Error | null {
    message.retain &&= mayRetain(message.topic);
    const caller = client === null ? undefined : this.#callers.get(client);
    if (caller?.is === 'platform') return null;
    const deviceId = caller?.deviceId ?? client?.id ?? '';
    const reason = refusalOf(deviceId, message);
    if (reason === undefined) return null;
    this.refusals.note(deviceId, reason, `${message.topic}, ${message.payload.length} bytes`);
    return new Error(reason);
  }

  #allowSubscription(client: Client, filter: string): boolean {
    const caller = this.#callers.get(client);
    if (caller?.is === 'platform' || (caller !== undefined && maySubscribe(caller.deviceId, filter))) return true;
    this.refusals.note(client.id, 'filter.not-own', filter);
    return false;
  }

  #refuseTooLong(client: Client | undefined, bytes: number): void {
    this.refusals.note(client?.id ?? '', 'message.too-large', `${bytes} bytes, at most ${LARGEST_MESSAGE}`);
  }
}

/** Where wristbands come in, and with TLS there also our own processes, which are on this machine and need none. */
function doorsOf(config: Config<'broker'>): DoorPlace[] {
  const { MQTT_TLS_KEY: key, MQTT_TLS_CERT: cert, MQTT_PLATFORM_PORT: inner } = config;
  const tls = key !== undefined && cert !== undefined ? { key, cert } : undefined;
  const outer = { host: config.MQTT_HOST, port: config.MQTT_PORT, tls };
  return inner === undefined ? [outer] : [outer, { host: '127.0.0.1', port: inner }];
}

/** Aedes declares it only as an option of its making. */
const persistenceOf = (aedes: Aedes): object => (aedes as unknown as { readonly persistence: object }).persistence;

/**
 * What goes to ingest has an end already (MOST_UNSTORED). Aedes would wait for an empty socket, which under load does not
 * come, and would end the connection after a minute: in the middle of catching up after an outage.
 */
function writeFreely(client: Client): void {
  gatherWrites(client.conn);
  Object.assign(client, {
    waitForDrain: (done: (error: null, to: Client) => void) => setImmediate(done, null, client),
  });
}

/** Aedes reads the next packet of a client when the one before is done with. */
const readNext = (client: Client): void => (client as unknown as { _nextBatch(): void })._nextBatch();

const isUplink = ({ topic }: Message): boolean => readTopic(topic).form !== 'unknown';

function refusalOf(deviceId: string, message: Message): AccessRefusal | undefined {
  if (!mayPublish(deviceId, message.topic)) return 'topic.not-own';
  return message.payload.length > LARGEST_MESSAGE ? 'message.too-large' : undefined;
}
