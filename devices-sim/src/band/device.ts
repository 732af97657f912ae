import { instant, type Instant } from '#libs/kernel';
import type { Bearer } from '../person/bearer.js';
import type { Chance } from '../person/chance.js';
import type { Link } from './link.js';
import type { Tally } from './tally.js';
import { readDown, type DownMessage, type Observation } from './wire.js';
import type { Wristband } from './wristband.js';

/** Messages on their way to the broker at a time. */
const WINDOW = 4;

/** Something that happens to a share of what a band does. */
interface Mishap {
  readonly share: number;
  readonly luck: Chance;
}

/** One simulated wristband: what it observes, what it remembers, and its way out. */
export class Device {
  private link: Link | undefined;
  private inFlight = 0;
  private readonly answered = new Set<string>();

  constructor(
    readonly id: string,
    readonly bearer: Bearer,
    readonly band: Wristband,
    private readonly duplicates: Mishap,
    private readonly unanswered: Mishap,
    private readonly tally: Tally,
    private nextFix: Instant,
    /** Milliseconds between fixes; the platform may change it. */
    public interval: number,
    private readonly now: () => Instant,
  ) {}

  /** When something is to be done next: a fix is due, or something happens before. */
  get due(): Instant {
    return this.bearer.nextTurn(this.nextFix) ?? this.nextFix;
  }

  attach(link: Link): void {
    this.link = link;
    link.open();
  }

  /** Does what is due at `t`. */
  tick(t: Instant): void {
    const fixIsDue = t >= this.nextFix;
    if (fixIsDue) this.nextFix = instant(t + this.interval);
    for (const happening of this.bearer.step(t, fixIsDue)) {
      if (happening.kind === 'restart') this.band.restart(happening.memoryLost);
      else this.note(happening.record);
    }
    if (this.bearer.connected) this.link?.open();
    else this.link?.drop();
    this.pump();
  }

  /** Sends what waits, as far as the way is free. */
  pump(): void {
    while (this.link?.isUp && this.bearer.connected && this.inFlight < WINDOW) {
      const batch = this.band.take(this.now());
      if (!batch) return;
      const heard = this.link.hears;
      this.send(batch.payload, {
        done: () => (heard ? undefined : this.band.forget(batch)),
        failed: () => this.band.failed(batch),
      });
      if (this.duplicates.luck.next() < this.duplicates.share) {
        this.tally.duplicates++;
        this.send(batch.payload);
      }
    }
  }

  hear(text: string): void {
    const message = readDown(text);
    if (message?.kind === 'ack') this.band.ack(message.ack, message.boot, this.now());
    if (message?.kind === 'resend') {
      const gone = this.band.resend(message.ranges, message.boot);
      if (gone) this.send(gone);
    }
    if (message?.kind === 'command') this.obey(message);
    this.pump();
  }

  async close(): Promise<void> {
    await this.link?.close();
  }

  private note(observation: Observation): void {
    this.tally.records++;
    this.band.add(observation);
  }

  private send(payload: string, { done, failed }: { done?: () => void; failed?: () => void } = {}): void {
    if (!this.link) return;
    this.inFlight++;
    this.link
      .send(payload)
      .then(() => {
        this.tally.messages++;
        done?.();
      })
      .catch(() => {
        this.tally.failures++;
        failed?.();
      })
      .finally(() => {
        this.inFlight--;
        this.pump();
      });
  }

  /** A command is carried out once, however often the broker delivers it. */
  private obey({ cmd, id, expires, seconds }: Extract<DownMessage, { kind: 'command' }>): void {
    if (this.answered.has(id)) return;
    this.answered.add(id);
    this.tally.commands++;
    if (this.unanswered.luck.next() < this.unanswered.share) return;
    const now = this.now();
    const result = now > expires ? 'expired' : this.carryOut(cmd, seconds, now);
    this.note({ t: now, k: 'command_result', id, cmd, result });
  }

  /** The next fix follows the last one at the new interval, and is not later than it. */
  private changeInterval(interval: number, now: Instant): void {
    const last = this.nextFix - this.interval;
    this.interval = interval;
    this.nextFix = instant(Math.max(now, Math.min(last, now) + interval));
  }

  private carryOut(cmd: string, seconds: number | undefined, now: Instant): 'done' | 'failed' {
    switch (cmd) {
      case 'locate':
        this.note(this.bearer.fix(instant(now)));
        return 'done';
      case 'interval':
        if (seconds === undefined || seconds < 1 || seconds > 86_400) return 'failed';
        this.changeInterval(seconds * 1_000, now);
        return 'done';
      case 'vibrate':
      case 'message':
        return 'done';
      default:
        return 'failed';
    }
  }
}
