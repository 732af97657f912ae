/** So many messages of one wristband are read while they wait; then nothing more of it is, not even a ping. */
const EACH = 8;
/** Bytes that wait: beyond them nothing more is read of whoever has to wait. */
const ALL_BYTES = 16 * 1024 * 1024;
/** So many go on in one turn: each needs a moment until it counts among what is under way. */
const AT_ONCE = 500;

/** Somebody whose messages wait. */
export interface Guest {
  readonly closed: boolean;
}

interface Waiting<Who> {
  readonly who: Who;
  readonly bytes: number;
  readonly enter: () => void;
}

/**
 * Where messages of wristbands wait, unacknowledged, while ingest stores nothing: the wristband keeps what has no PUBACK,
 * and the broker's memory has an end. First come, first served.
 */
export class WaitingRoom<Who extends Guest> {
  #waiting: Waiting<Who>[] = [];
  #bytes = 0;
  #letting = false;
  readonly #byGuest = new Map<Who, number>();

  constructor(private readonly isFull: () => boolean) {}

  get size(): number {
    return this.#waiting.length;
  }

  /**
   * Calls `enter` at once while there is room, and otherwise when there is some again. Says whether the next packet of
   * this guest may be read meanwhile: pings must be answered, and memory must not grow.
   */
  pass(who: Who, bytes: number, enter: () => void): 'entered' | 'read on' | 'stop reading' {
    if (this.#waiting.length === 0 && !this.isFull()) {
      enter();
      return 'entered';
    }
    const mine = (this.#byGuest.get(who) ?? 0) + 1;
    this.#byGuest.set(who, mine);
    this.#waiting.push({ who, bytes, enter });
    this.#bytes += bytes;
    return mine < EACH && this.#bytes < ALL_BYTES ? 'read on' : 'stop reading';
  }

  /** There may be room. */
  letIn(): void {
    if (this.#letting || this.#waiting.length === 0 || this.isFull()) return;
    this.#letting = true;
    setImmediate(() => {
      this.#letting = false;
      for (const { who, bytes, enter } of this.#waiting.splice(0, AT_ONCE)) {
        this.#bytes -= bytes;
        this.#leave(who);
        if (!who.closed) enter();
      }
      this.letIn();
    });
  }

  /** Whoever has gone sends it again when he is back. */
  gone(who: Who): void {
    if (!this.#byGuest.delete(who)) return;
    const left = this.#waiting.filter((waiting) => waiting.who !== who);
    this.#bytes = left.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#waiting = left;
  }

  #leave(who: Who): void {
    const left = (this.#byGuest.get(who) ?? 1) - 1;
    if (left === 0) this.#byGuest.delete(who);
    else this.#byGuest.set(who, left);
  }
}
