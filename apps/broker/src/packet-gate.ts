/**
 * Watches the lengths of the packets in a stream of bytes, so that one that is too long is seen by its header, before
 * any of it is kept. The parser behind it would gather up to 256 MB first.
 */
export class PacketGate {
  /** Bytes of the present packet that are still to come. */
  #left = 0;
  /** Bytes of the present header: 0 when a packet begins. */
  #headerBytes = 0;
  #length = 0;

  /** The length of the first packet that is longer than `limit`; undefined when none of these bytes begins one. */
  tooLong(bytes: Uint8Array, limit: number): number | undefined {
    for (let at = 0; at < bytes.length;) {
      if (this.#left > 0) {
        const passed = Math.min(this.#left, bytes.length - at);
        this.#left -= passed;
        at += passed;
        continue;
      }
      this.#readHeader(bytes[at] ?? 0);
      at += 1;
      if (this.#left > limit) return this.#left;
    }
    return undefined;
  }

  /** Type and flags, then the length in up to four groups of seven bits, the lowest first. */
  #readHeader(byte: number): void {
    if (this.#headerBytes > 0) this.#length += (byte & 127) * 128 ** (this.#headerBytes - 1);
    this.#headerBytes += 1;
    const isLast = this.#headerBytes > 1 && (byte < 128 || this.#headerBytes === 5);
    if (!isLast) return;
    this.#left = this.#length;
    this.#headerBytes = 0;
    this.#length = 0;
  }
}
