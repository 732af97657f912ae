/** As much of MQTT 3.1.1 as a wristband needs, as bytes: a client library costs more memory than the broker does. */

const CONNECT = 0x10;
const PUBLISH = 0x30;
const AT_LEAST_ONCE = 0x02;
const RETAIN = 0x01;
/** User name, password, a retained last will of QoS 1; the session is kept. */
const FLAGS = 0x80 | 0x40 | 0x20 | 0x08 | 0x04;

export function connectPacket(who: { clientId: string; password: string; keepalive: number }): Buffer {
  const { clientId, password, keepalive } = who;
  const head = Buffer.concat([text('MQTT'), Buffer.from([4, FLAGS]), number(keepalive)]);
  const will = [text(`wristband/v1/${clientId}/link`), text('{"online":false}')];
  return packet(CONNECT, head, text(clientId), ...will, text(clientId), text(password));
}

export const subscribePacket = (filter: string): Buffer => packet(0x82, number(1), text(filter), Buffer.from([1]));

export const pubackPacket = (id: number): Buffer => packet(0x40, number(id));

export function publishPacket(
  topic: string,
  payload: string,
  { id, retain = false }: { id: number; retain?: boolean },
) {
  return packet(PUBLISH | AT_LEAST_ONCE | (retain ? RETAIN : 0), text(topic), number(id), Buffer.from(payload));
}

export type Packet =
  | { readonly is: 'connack'; readonly code: number }
  | { readonly is: 'suback' }
  | { readonly is: 'publish'; readonly payload: string; readonly id: number | undefined }
  | { readonly is: 'other' };

/** The whole packets at the beginning of `bytes`, and what is left of them. */
export function readPackets(bytes: Buffer): { packets: Packet[]; rest: Buffer } {
  const packets: Packet[] = [];
  let at = 0;
  for (;;) {
    const body = bodyAt(bytes, at);
    if (body === undefined) return { packets, rest: Buffer.from(bytes.subarray(at)) };
    packets.push(read(bytes.readUInt8(at), bytes.subarray(body.start, body.end)));
    at = body.end;
  }
}

function bodyAt(bytes: Buffer, at: number): { start: number; end: number } | undefined {
  let length = 0;
  for (let next = at + 1, shift = 0; next < bytes.length; next += 1, shift += 7) {
    const byte = bytes.readUInt8(next);
    length += (byte & 127) << shift;
    if (byte < 128) return next + 1 + length <= bytes.length ? { start: next + 1, end: next + 1 + length } : undefined;
  }
  return undefined;
}

function read(head: number, body: Buffer): Packet {
  if (head >> 4 === 2) return { is: 'connack', code: body.readUInt8(1) };
  if (head >> 4 === 9) return { is: 'suback' };
  if (head >> 4 !== 3) return { is: 'other' };
  const topicEnd = 2 + body.readUInt16BE(0);
  const numbered = (head & 0x06) !== 0;
  const payload = body.toString('utf8', topicEnd + (numbered ? 2 : 0));
  return { is: 'publish', payload, id: numbered ? body.readUInt16BE(topicEnd) : undefined };
}

function packet(head: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = [head];
  for (let length = body.length; ; length >>= 7) {
    header.push(length >= 128 ? (length & 127) | 128 : length);
    if (length < 128) return Buffer.concat([Buffer.from(header), body]);
  }
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

const text = (value: string): Buffer => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);
