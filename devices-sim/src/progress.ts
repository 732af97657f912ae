/** Tells how a long command is going: one line that is refreshed on a terminal, a plain line now and then elsewhere. */
export class Progress {
  private shownAt = -Infinity;
  private open = false;
  private readonly everyMs: number;

  /** `plainMs`: how often a line is written where none can be refreshed. */
  constructor(
    plainMs: number,
    private readonly out: NodeJS.WriteStream = process.stderr,
  ) {
    this.everyMs = out.isTTY ? 500 : plainMs;
  }

  /** The state of things; not every one is shown. */
  show(line: () => string): void {
    const now = performance.now();
    if (now - this.shownAt < this.everyMs) return;
    this.shownAt = now;
    if (!this.out.isTTY) return void this.out.write(`${line()}\n`);
    this.out.write(`\r\x1b[2K${line().slice(0, this.out.columns - 1)}`);
    this.open = true;
  }

  /** Something that is said once. */
  say(line: string): void {
    this.out.write(`${this.open ? '\r\x1b[2K' : ''}${line}\n`);
    this.open = false;
  }
}

const grouped = new Intl.NumberFormat('en');
export const figure = (n: number): string => grouped.format(n);

/** 1 h 05 min, 3 min 20 s, 12 s. */
export function length(ms: number): string {
  const s = Math.round(ms / 1_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  if (s >= 86_400) return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3_600)} h`;
  if (s >= 3_600) return `${Math.floor(s / 3_600)} h ${two(Math.floor((s % 3_600) / 60))} min`;
  return s >= 60 ? `${Math.floor(s / 60)} min ${two(s % 60)} s` : `${s} s`;
}
