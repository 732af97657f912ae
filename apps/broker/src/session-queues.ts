import { Readable } from 'node:stream';
import type { Client } from 'aedes';

/** A message on its way to a session, or the promise (`pubrel`) that is left of one of QoS 2. */
interface Packet {
  readonly cmd: string;
  readonly payload?: string | Buffer;
  /** Counts the broker's messages: what the same one is known by in every queue. */
  readonly brokerCounter?: number;
  messageId?: number | undefined;
}

interface Queue {
  /** By `brokerCounter`, in order. */
  readonly packets: Map<number, Packet>;
  /** Which message a number stands for on the present connection. */
  readonly byMessageId: Map<number, number>;
  client: Client | undefined;
  /** A wristband's, where what is old is soon worth nothing. */
  isDevices: boolean;
  bytes: number;
}

const lengthOf = ({ payload = '' }: Packet): number => payload.length;

/** Acknowledgements and questions are said again; a command that is older than a hundred messages has expired. */
const MOST_FOR_A_DEVICE = 100;
/** For a session of the platform's that nobody reads any more, while another is read and stored. */
const MOST_FOR_OURS = 32_000;

/**
 * What waits for sessions that outlive their connection. Aedes' own memory looks for an acknowledged message by its
 * number alone, and numbers of a connection that is gone stay in its list: an acknowledgement then takes away a message
 * that was never delivered again (7,000 of 66,000 after two minutes without a database), and whoever misses it ends the
 * connection with "no such packet". Here a number means something on the connection it was given on, and nowhere else.
 */
export class SessionQueues {
  readonly #queues = new Map<string, Queue>();
  #waiting = 0;
  /** Those of the platform's sessions to which something was ever sent. */
  readonly #ours = new Set<Queue>();

  constructor(private readonly onStored: () => void = () => undefined) {}

  /** Messages that nobody has acknowledged yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * What wristbands have sent and ingest has not acknowledged: of the session that is furthest. One that an earlier
   * name left behind must not stop all the others for good.
   */
  get unstored(): { readonly messages: number; readonly bytes: number } {
    let furthest: Queue | undefined;
    for (const queue of this.#ours) {
      if (furthest === undefined || queue.packets.size < furthest.packets.size) furthest = queue;
    }
    return { messages: furthest?.packets.size ?? 0, bytes: furthest?.bytes ?? 0 };
  }

  /** A session is connected: every number that was given before is void. */
  connected(client: Client, isDevices: boolean): void {
    const queue = this.#queueOf(client.id);
    queue.client = client;
    queue.isDevices = isDevices;
    queue.byMessageId.clear();
    for (const [counter, packet] of queue.packets) {
      if (packet.cmd === 'publish') packet.messageId = undefined;
      else if (packet.messageId !== undefined) queue.byMessageId.set(packet.messageId, counter);
    }
  }

  /** The part of Aedes' persistence that this takes over, by its names. */
  readonly persistence = {
    outgoingEnqueue: ({ clientId }: { clientId: string }, packet: Packet): Promise<void> =>
      Promise.resolve(this.#add(clientId, packet)),
    outgoingEnqueueCombi: (subscriptions: readonly { clientId: string }[], packet: Packet): Promise<void> =>
      Promise.resolve(subscriptions.forEach(({ clientId }) => this.#add(clientId, packet))),
    outgoingUpdate: (client: Client, packet: Packet): Promise<void> => Promise.resolve(this.#number(client, packet)),
    outgoingClearMessageId: (client: Client, { messageId }: Packet): Promise<Packet | undefined> =>
      Promise.resolve(this.#remove(client, messageId)),
    outgoingStream: (client: Client): Readable => Readable.from([...this.#queueOf(client.id).packets.values()]),
  };

  #queueOf(clientId: string): Queue {
    const queue = this.#queues.get(clientId) ?? {
      packets: new Map(),
      byMessageId: new Map(),
      client: undefined,
      isDevices: false,
      bytes: 0,
    };
    this.#queues.set(clientId, queue);
    return queue;
  }

  #add(clientId: string, packet: Packet): void {
    const queue = this.#queueOf(clientId);
    queue.packets.set(packet.brokerCounter ?? 0, { ...packet, messageId: undefined });
    queue.bytes += lengthOf(packet);
    this.#waiting += 1;
    if (!queue.isDevices) this.#ours.add(queue);
    if (queue.packets.size <= (queue.isDevices ? MOST_FOR_A_DEVICE : MOST_FOR_OURS)) return;
    const [oldest] = queue.packets;
    if (oldest !== undefined) this.#take(queue, ...oldest);
  }

  #take(queue: Queue, counter: number, packet: Packet): void {
    if (!queue.packets.delete(counter)) return;
    queue.bytes -= lengthOf(packet);
    this.#waiting -= 1;
    if (!queue.isDevices) this.onStored();
  }

  /** A message was given a number, or (QoS 2) is done but for its release. One that is acknowledged already is let be. */
  #number(client: Client, packet: Packet): void {
    const queue = this.#queueOf(client.id);
    if (queue.client !== client || packet.messageId === undefined) return;
    const counter = packet.cmd === 'publish' ? packet.brokerCounter : queue.byMessageId.get(packet.messageId);
    const queued = counter === undefined ? undefined : queue.packets.get(counter);
    if (counter === undefined || queued === undefined) return;
    if (packet.cmd === 'publish') queued.messageId = packet.messageId;
    else {
      queue.bytes -= lengthOf(queued) - lengthOf(packet);
      queue.packets.set(counter, packet);
    }
    queue.byMessageId.set(packet.messageId, counter);
  }

  #remove(client: Client, messageId: number | undefined): Packet | undefined {
    const queue = this.#queueOf(client.id);
    const counter = messageId === undefined ? undefined : queue.byMessageId.get(messageId);
    if (queue.client !== client || messageId === undefined || counter === undefined) return undefined;
    const packet = queue.packets.get(counter);
    queue.byMessageId.delete(messageId);
    if (packet !== undefined) this.#take(queue, counter, packet);
    return packet;
  }
}
