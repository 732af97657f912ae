import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { BackOff } from './back-off.js';
import { watchLiveness } from './liveness.js';

export interface ConnectionOptions {
  /** mqtt://user:password@host:port, or mqtts. */
  readonly url: string;
  readonly clientId: string;
  /** Called with what goes wrong; the connection is tried again by itself. */
  readonly onTrouble?: (what: string) => void;
  /** After one and a half times this without a sign of life a connection is given up. */
  readonly keepaliveSeconds?: number;
}

const KEEPALIVE_SECONDS = 30;

interface Session {
  readonly kept: boolean;
  readonly window: number;
  /** Whether we leave unread what is on its way to us. */
  readonly readsNothing?: () => boolean;
}

const NEVER_EXPIRES = 0xffff_ffff;
/** What brokers answer that know only MQTT 3.1.1, in the words of either version. */
const unknownVersion: ReadonlySet<unknown> = new Set([1, 132]);

/**
 * A connection that is kept up. Speaks MQTT 5 where the broker does, because there the window of unacknowledged messages
 * is ours to set; with 3.1.1 Mosquitto's is 20, and what does not fit its queue of 1,000 it throws away.
 */
export function openConnection(options: ConnectionOptions, session: Session): MqttClient {
  const keepalive = options.keepaliveSeconds ?? KEEPALIVE_SECONDS;
  const settings: IClientOptions = {
    clientId: options.clientId,
    clean: !session.kept,
    protocolVersion: 5,
    properties: {
      receiveMaximum: Math.min(session.window, 65_535),
      ...(session.kept ? { sessionExpiryInterval: NEVER_EXPIRES } : {}),
    },
    keepalive,
    reconnectOnConnackError: true,
    // We subscribe ourselves, each time.
    resubscribe: false,
    queueQoSZero: false,
  };
  const backOff = new BackOff();
  const client = mqtt.connect(options.url, { ...settings, reconnectPeriod: backOff.next() });
  watchLiveness(client, keepalive, session.readsNothing ?? (() => false));
  client.on('connect', () => backOff.reset());
  // Before the client's own listener, which takes the pause from its options.
  client.prependListener('close', () => (client.options.reconnectPeriod = backOff.next()));
  client.on('error', (error) => {
    if ('code' in error && unknownVersion.has(error.code) && client.options.protocolVersion === 5) speakOlder(client);
    else options.onTrouble?.(error.message);
  });
  return client;
}

/** Read by the client when it connects the next time. */
function speakOlder(client: MqttClient): void {
  client.options.protocolVersion = 4;
  delete client.options.properties;
}
