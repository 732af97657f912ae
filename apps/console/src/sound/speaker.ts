import type { Severity } from '#libs/protocol';
import { createStore } from '../app/store.js';
import { calls, type Note } from './pattern.js';

/** `blocked`: the browser wants a press first. `elsewhere`: another tab of ours plays. */
export type SpeakerState = 'blocked' | 'elsewhere' | 'ready';

const LOCK = 'zhengtu-sound';

/** Makes the calls with the browser's own oscillator: there is no file to be missing. */
export class Speaker {
  readonly state = createStore<SpeakerState>('blocked');
  private readonly context = new AudioContext();
  private wanted: Severity | undefined;
  private timer: number | undefined;
  private release: () => void = () => undefined;
  private readonly leaving = new AbortController();

  constructor() {
    const { signal } = this.leaving;
    // A browser lets a page sound only after a press; any press will do.
    for (const press of ['pointerdown', 'keydown'] as const)
      window.addEventListener(press, () => void this.unlock(), { signal, capture: true });
    void this.unlock();
  }

  /** What has to be heard from now on; nothing for silence. */
  want(severity: Severity | undefined): void {
    if (severity === this.wanted) return;
    this.wanted = severity;
    window.clearTimeout(this.timer);
    this.callOut();
  }

  /** Once, whether or not anything waits: so that an officer knows that they would hear it. */
  async test(): Promise<void> {
    await this.unlock();
    this.play(calls.serious?.notes ?? []);
  }

  async unlock(): Promise<void> {
    if (this.state.get() !== 'blocked') return;
    // Waits for ever while the browser has not let us: the state stays as it is.
    await this.context.resume();
    if (this.state.get() !== 'blocked' || this.leaving.signal.aborted) return;
    this.state.set('elsewhere');
    void this.becomeTheOne();
  }

  close(): void {
    this.leaving.abort();
    window.clearTimeout(this.timer);
    this.release();
    void this.context.close();
  }

  /** Of several tabs one plays; when it closes the next takes over. Only tabs that may sound stand in the line. */
  private async becomeTheOne(): Promise<void> {
    // Web Locks are missing on plain http to another machine: then every tab plays, which is better than none.
    if (!('locks' in navigator)) return this.begin();
    await navigator.locks
      .request(LOCK, { signal: this.leaving.signal }, () => {
        this.begin();
        return new Promise<void>((resolve) => (this.release = resolve));
      })
      .catch((fault: unknown) => {
        if (!this.leaving.signal.aborted) throw fault;
      });
  }

  private begin(): void {
    this.state.set('ready');
    this.callOut();
  }

  private callOut(): void {
    const call = this.wanted === undefined ? undefined : calls[this.wanted];
    if (!call || this.state.get() !== 'ready') return;
    this.play(call.notes);
    this.timer = window.setTimeout(() => this.callOut(), call.everyMs);
  }

  private play(notes: readonly Note[]): void {
    const start = this.context.currentTime + 0.02;
    for (const { hertz, at, seconds } of notes) {
      const tone = new OscillatorNode(this.context, { frequency: hertz, type: 'triangle' });
      const loudness = new GainNode(this.context, { gain: 0 });
      // Rises and falls in 10 ms: a tone that starts at full height clicks.
      loudness.gain.setValueAtTime(0, start + at);
      loudness.gain.linearRampToValueAtTime(0.25, start + at + 0.01);
      loudness.gain.setValueAtTime(0.25, start + at + seconds - 0.01);
      loudness.gain.linearRampToValueAtTime(0, start + at + seconds);
      tone.connect(loudness).connect(this.context.destination);
      tone.start(start + at);
      tone.stop(start + at + seconds);
    }
  }
}
