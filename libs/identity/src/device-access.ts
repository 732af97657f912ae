import { downTopic, readTopic } from '#libs/protocol';

/** Why a client of the broker was turned away. Each is written down where officers see the device. */
export type AccessRefusal =
  | 'client.unknown'
  | 'client.wrong-secret'
  | 'client.not-itself'
  | 'client.disabled'
  | 'topic.not-own'
  | 'filter.not-own'
  | 'message.too-large'
  | 'database.away';

/** As whom our own processes sign in to the broker. */
export const PLATFORM_USER = 'platform';

/** What our own processes call themselves: a device of such a name would end their sessions. */
const isOurs = (clientId: string): boolean => clientId === PLATFORM_USER || clientId.startsWith('zhengtu-');

/** A device's client identifier is its user name: otherwise one device could end another's session. */
export const isItself = (clientId: string, username: string): boolean => clientId === username && !isOurs(clientId);

/** A device publishes under its own id only: records, its link, and OwnTracks under any user. */
export function mayPublish(deviceId: string, topic: string): boolean {
  const read = readTopic(topic);
  return read.form !== 'unknown' && read.deviceId === deviceId;
}

/** And hears only what is meant for it. */
export const maySubscribe = (deviceId: string, filter: string): boolean => filter === downTopic(deviceId);

/**
 * Whether the broker keeps a message for those who subscribe later. Only what a device says of its connection: OwnTracks
 * asks for every position to be kept, and a command that is kept would be obeyed again with every connection.
 */
export const mayRetain = (topic: string): boolean => readTopic(topic).form === 'link';

/** Larger messages end the connection; from 64 KiB up to here they reach ingest, which keeps them in quarantine. */
export const LARGEST_MESSAGE = 1_024 * 1_024;
