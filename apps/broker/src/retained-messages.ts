import { Readable } from 'node:stream';

interface Packet {
  readonly topic: string;
  readonly payload: string | Buffer;
}

/**
 * What was said last under a topic, for who subscribes later. Aedes' own memory looks through all of it for every
 * subscription: the ten-thousandth wristband that asks for its commands then waits for ten thousand comparisons. A
 * filter without wildcards is one topic, and is looked up.
 */
export class RetainedMessages {
  readonly #byTopic = new Map<string, Packet>();

  /** The part of Aedes' persistence that this takes over, by its names. */
  readonly persistence = {
    storeRetained: (packet: Packet): Promise<void> => Promise.resolve(this.#keep(packet)),
    createRetainedStream: (filter: string): Readable => Readable.from(this.#under([filter])),
    createRetainedStreamCombi: (filters: readonly string[]): Readable => Readable.from(this.#under(filters)),
  };

  get size(): number {
    return this.#byTopic.size;
  }

  /** An empty message takes away what was there. */
  #keep(packet: Packet): void {
    if (packet.payload.length === 0) this.#byTopic.delete(packet.topic);
    // A copy: the payload is a piece of all that was read from the socket at once.
    else this.#byTopic.set(packet.topic, { ...packet, payload: Buffer.from(packet.payload) });
  }

  *#under(filters: readonly string[]): Generator<Packet> {
    for (const filter of filters) {
      if (/[+#]/.test(filter)) yield* this.#matching(filter);
      else if (this.#byTopic.has(filter)) yield this.#byTopic.get(filter) as Packet;
    }
  }

  *#matching(filter: string): Generator<Packet> {
    const pattern = patternOf(filter);
    for (const [topic, packet] of this.#byTopic) if (pattern.test(topic)) yield packet;
  }
}

/** `+` is one level, `#` at the end all that follow and the level before it; a wildcard in front finds no $-topics. */
function patternOf(filter: string): RegExp {
  const levels = filter.split('/');
  const isOpen = levels.at(-1) === '#';
  const fixed = (isOpen ? levels.slice(0, -1) : levels).map((level) =>
    level === '+' ? '[^/]*' : level.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  );
  const start = /^[+#]/.test(filter) ? '(?!\\$)' : '';
  if (isOpen && fixed.length === 0) return new RegExp(`^${start}`);
  return new RegExp(`^${start}${fixed.join('/')}${isOpen ? '(/.*)?' : ''}$`);
}
