import type { Instant } from '#libs/kernel';
import type { HeldMessage } from '#libs/mqtt';
import { parseLink, parseUplink, readTopic, refusedUplink, type Uplink } from '#libs/protocol';
import type { ReceivedUplink } from '#libs/store';

/** A message as it came, what it says, and what must be released when it is on disk. */
export interface ReceivedMessage extends ReceivedUplink {
  readonly held: HeldMessage;
  /** Set when it tells of the device's connection. */
  readonly online: boolean | undefined;
}

export function readMessage(held: HeldMessage, receivedAt: Instant): ReceivedMessage {
  const { topic, payload } = held;
  const { form, deviceId } = readTopic(topic);
  if (form !== 'link') {
    return { held, topic, payload, receivedAt, uplink: parseUplink(topic, payload, receivedAt), online: undefined };
  }
  const link = parseLink(payload);
  const uplink =
    link === undefined ? refusedUplink(deviceId, 'payload.invalid', '/online must be true or false') : linkOf(deviceId);
  return { held, topic, payload, receivedAt, uplink, online: link?.online };
}

const linkOf = (deviceId: string): Uplink => ({
  deviceId,
  boot: 0,
  numbered: false,
  records: [],
  gone: [],
  rejections: [],
});
