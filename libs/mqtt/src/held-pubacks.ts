import type { MqttClient } from 'mqtt';

/** The part of the client that this file, and no other, reaches into. test/contract/held-puback holds it to account. */
interface PacketSender {
  _sendPacket(packet: { readonly cmd: string }, done?: () => void, ...rest: unknown[]): void;
}

/**
 * Makes the client send no PUBACK of its own. It would send one as soon as a message is handled, and read no further
 * message before: acknowledging only what is stored would then mean one message in flight, and a batch never fills.
 * Without its PUBACKs the client reads on, and the subscriber sends those of a batch when the batch is committed.
 */
export function holdPubacks(client: MqttClient): void {
  const sender = client as unknown as PacketSender;
  const send = sender._sendPacket.bind(client);
  sender._sendPacket = (packet, done, ...rest) => {
    if (packet.cmd === 'puback') done?.();
    else send(packet, done, ...rest);
  };
}

const PUBACK = 0x40;

/** One PUBACK for each message, back to back. MQTT 3.1.1 and, where no reason stands for success, MQTT 5 write the same. */
export function pubackBytes(messageIds: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(messageIds.length * 4);
  for (const [index, id] of messageIds.entries()) {
    bytes.writeUInt16BE((PUBACK << 8) | 2, index * 4);
    bytes.writeUInt16BE(id, index * 4 + 2);
  }
  return bytes;
}
