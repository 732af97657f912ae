/** As much of MQTT 3.1.1 as a wristband speaks, written and read without an object a packet. */

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.allocUnsafe(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

export interface Greeting {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly keepSession: boolean;
  readonly keepaliveSeconds: number;
  readonly will?: { readonly topic: string; readonly payload: string };
}

export function connectPacket({ clientId, username, password, keepSession, keepaliveSeconds, will }: Greeting): Buffer {
  // Nobody's name is not the same as no name: there are brokers that refuse it. A will is retained and of QoS 1.
  const named = username !== '';
  const flags = (named ? 0xc0 : 0) | (keepSession ? 0 : 0x02) | (will === undefined ? 0 : 0x2c);
  const head = Buffer.from([0, 4, 0x4d, 0x51, 0x54, 0x54, 4, flags, keepaliveSeconds >> 8, keepaliveSeconds & 0xff]);
  const last = will === undefined ? [] : [text(will.topic), text(will.payload)];
  return packet(
    0x10,
    Buffer.concat([head, text(clientId), ...last, ...(named ? [text(username), text(password)] : [])]),
  );
}

export const subscribePacket = (id: number, filter: string): Buffer =>
  packet(0x82, Buffer.concat([Buffer.from([id >> 8, id & 0xff]), text(filter), Buffer.from([1])]));

export const pubackPacket = (id: number): Buffer => Buffer.from([0x40, 2, id >> 8, id & 0xff]);
export const pingPacket = Buffer.from([0xc0, 0]);
export const goodbyePacket = Buffer.from([0xe0, 0]);

/** QoS 1. Topic and payload in ASCII, which is all that a wristband has to say. */
export function publishPacket(id: number, topic: string, payload: string, retain = false): Buffer {
  const length = 2 + topic.length + 2 + payload.length;
  const lengthBytes = length < 128 ? 1 : length < 16_384 ? 2 : 3;
  const bytes = Buffer.allocUnsafe(1 + lengthBytes + length);
  bytes[0] = retain ? 0x33 : 0x32;
  let at = writeLength(bytes, length);
  at = bytes.writeUInt16BE(topic.length, at);
  at += bytes.write(topic, at, 'latin1');
  at = bytes.writeUInt16BE(id, at);
  bytes.write(payload, at, 'latin1');
  return bytes;
}

function packet(type: number, body: Buffer): Buffer {
  const head = Buffer.allocUnsafe(5);
  head[0] = type;
  return Buffer.concat([head.subarray(0, writeLength(head, body.length)), body]);
}

function writeLength(bytes: Buffer, length: number): number {
  let at = 1;
  for (let left = length; at === 1 || left > 0; left >>= 7) bytes[at++] = (left & 127) | (left > 127 ? 128 : 0);
  return at;
}

export interface PacketEvents {
  /** The return code of a CONNACK: 0 is welcome. */
  connack(code: number): void;
  puback(id: number): void;
  publish(topic: string, payload: string, id: number | undefined): void;
}

/** Reads packets out of pieces of a stream. */
export class PacketReader {
  #rest: Buffer = Buffer.alloc(0);

  constructor(private readonly events: PacketEvents) {}

  read(piece: Buffer): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let at = 0;
    for (let end = endOf(bytes, at); end !== undefined; end = endOf(bytes, at)) {
      this.#hear(bytes, at, end);
      at = end;
    }
    this.#rest = at === bytes.length ? EMPTY : Buffer.from(bytes.subarray(at));
  }

  /** Another connection begins. */
  forget(): void {
    this.#rest = EMPTY;
  }

  #hear(bytes: Buffer, at: number, end: number): void {
    const type = bytes[at] ?? 0;
    if (type === 0x40) return this.events.puback(bytes.readUInt16BE(end - 2));
    if (type === 0x20) return this.events.connack(bytes[end - 1] ?? 0);
    if (type >> 4 !== 3) return;
    let body = at + 1;
    while ((bytes[body++] ?? 0) > 127);
    const topicEnd = body + 2 + bytes.readUInt16BE(body);
    const withId = (type & 0x06) > 0;
    const payload = bytes.toString('utf8', topicEnd + (withId ? 2 : 0), end);
    const id = withId ? bytes.readUInt16BE(topicEnd) : undefined;
    this.events.publish(bytes.toString('latin1', body + 2, topicEnd), payload, id);
  }
}

const EMPTY = Buffer.alloc(0);

/** Where the packet that begins at `at` ends; undefined when not all of it is there. */
function endOf(bytes: Buffer, at: number): number | undefined {
  let length = 0;
  for (let place = at + 1, shift = 0; place < bytes.length; place++, shift += 7) {
    const byte = bytes[place] ?? 0;
    length |= (byte & 127) << shift;
    if (byte > 127) continue;
    const end = place + 1 + length;
    return end <= bytes.length ? end : undefined;
  }
  return undefined;
}
