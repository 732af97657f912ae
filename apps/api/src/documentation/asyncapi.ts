import * as shapes from '#libs/protocol';
import type { z } from 'zod';
import { linkMessage, ownTracksMessage, uplinkMessage, uplinkRecord } from './mqtt-shapes.js';
import { namedSchemas, type JsonSchema } from './schemas.js';

interface Message {
  readonly channel: string;
  readonly address: string;
  readonly server: 'mqtt' | 'console';
  /** As the platform sees it. */
  readonly action: 'send' | 'receive';
  readonly summary: string;
  readonly shape: z.ZodType;
}

const console = { server: 'console', channel: 'console', address: '/console' } as const;

/** Everything that is said over MQTT and over the consoles' socket, by the name of the message. */
const messages: Readonly<Record<string, Message>> = {
  up: {
    server: 'mqtt',
    channel: 'up',
    address: 'wristband/v1/{deviceId}/up',
    action: 'receive',
    shape: uplinkMessage,
    summary:
      'A batch of records, as JSON or as CBOR with the same keys. QoS 1: PUBACK means that it is stored, or kept in quarantine',
  },
  link: {
    server: 'mqtt',
    channel: 'link',
    address: 'wristband/v1/{deviceId}/link',
    action: 'receive',
    shape: linkMessage,
    summary: 'Connected or not; retained, and the last will',
  },
  down: {
    server: 'mqtt',
    channel: 'down',
    address: 'wristband/v1/{deviceId}/down',
    action: 'send',
    shape: shapes.downlink,
    summary: 'Cumulative acknowledgements, requests to send again, commands',
  },
  ownTracks: {
    server: 'mqtt',
    channel: 'ownTracks',
    address: 'owntracks/{user}/{deviceId}',
    action: 'receive',
    shape: ownTracksMessage,
    summary: 'The OwnTracks app as a wristband; identity of a record is (device, tst)',
  },
  hello: { ...console, action: 'send', shape: shapes.hello, summary: 'Connected: events after this cursor follow' },
  event: { ...console, action: 'send', shape: shapes.consoleEvent, summary: 'What happened, in the order of cursors' },
  reset: {
    ...console,
    action: 'send',
    shape: shapes.reset,
    summary: 'The cursor cannot be followed: load everything anew, go on from this one',
  },
  positions: {
    ...console,
    action: 'send',
    shape: shapes.positions,
    summary: 'The latest positions of the area asked for, at most once a second',
  },
  view: { ...console, action: 'receive', shape: shapes.viewRequest, summary: 'The area whose positions are wanted' },
  resume: { ...console, action: 'receive', shape: shapes.resumeRequest, summary: 'Tell everything after this cursor' },
};

const named = (): JsonSchema =>
  namedSchemas(
    {
      UplinkRecord: uplinkRecord,
      AlertSummary: shapes.alertSummary,
      Command: shapes.command,
      LivePosition: shapes.livePosition,
      ...Object.fromEntries(Object.entries(messages).map(([name, { shape }]) => [nameOf(name), shape])),
    },
    'output',
  );

const nameOf = (message: string): string => `${message[0]?.toUpperCase() ?? ''}${message.slice(1)}Message`;

/** MQTT and WebSocket as an AsyncAPI 3 document. Operations are the platform's: it receives `up` and sends `down`. */
export function asyncApiDocument(version: string): JsonSchema {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Zhengtu 正途: wristbands and consoles',
      version,
      description:
        'MQTT 3.1.1 or 5; client identifier, user name and topic are the device id. socket.io 4 for consoles: `auth {token, cursor?}`, or the session cookie from the same origin.',
    },
    defaultContentType: 'application/json',
    servers: {
      mqtt: { host: '127.0.0.1:1883', protocol: 'mqtt' },
      console: { host: '127.0.0.1:8080', protocol: 'socketio' },
    },
    channels: channels(),
    operations: operations(),
    components: {
      messages: Object.fromEntries(Object.entries(messages).map(([name, message]) => [name, published(name, message)])),
      schemas: named(),
    },
  };
}

function published(name: string, { summary }: Message): JsonSchema {
  return { name, summary, payload: { $ref: `#/components/schemas/${nameOf(name)}` } };
}

function channels(): JsonSchema {
  const all: Record<string, { messages: Record<string, JsonSchema> } & JsonSchema> = {};
  for (const [name, { channel, address, server }] of Object.entries(messages)) {
    const parameters = [...address.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => [parameter, {}]);
    all[channel] ??= {
      address,
      servers: [{ $ref: `#/servers/${server}` }],
      ...(parameters.length > 0 ? { parameters: Object.fromEntries(parameters) as JsonSchema } : {}),
      messages: {},
    };
    all[channel].messages[name] = { $ref: `#/components/messages/${name}` };
  }
  return all;
}

function operations(): JsonSchema {
  const each = Object.entries(messages).map(([name, { action, channel, summary }]) => [
    name,
    {
      action,
      summary,
      channel: { $ref: `#/channels/${channel}` },
      messages: [{ $ref: `#/channels/${channel}/messages/${name}` }],
    },
  ]);
  return Object.fromEntries(each) as JsonSchema;
}
