import type { CompiledArea } from '#libs/geo';
import { wgs84 } from '#libs/geo';
import { instant, minutes, type Instant } from '#libs/kernel';
import type { Duty } from './duties.js';
import type { Message, Raised } from './sent.js';

/** No record for so long is silence. */
const SILENT = minutes(5);
/** Device time so far off receipt is a wrong clock. */
const CLOCK_OFF = minutes(5);

/**
 * What tracking platforms do: each fix as it comes in is inside the polygon or not; events are alerts; a watchdog on
 * receipt. No accuracy, no dwell, no event time: what is older than the newest fix is skipped, as they do.
 */
export class Baseline {
  readonly raised: Raised[] = [];
  private readonly open = new Map<string, number>();
  private newest: Instant = instant(-Infinity);
  private lastReceived: Instant | undefined;

  constructor(
    private readonly area: CompiledArea,
    private readonly duties: readonly Duty[],
  ) {}

  take({ receivedAt, records }: Message): void {
    if (this.lastReceived !== undefined && receivedAt - this.lastReceived > SILENT) {
      this.begin('device.silent', this.lastReceived, instant(this.lastReceived + SILENT));
      this.end('device.silent', receivedAt);
    }
    this.lastReceived = receivedAt;
    for (const { said } of records) {
      const at = instant(said.t);
      this.turn('clock.wrong', said.t > receivedAt + CLOCK_OFF, at, receivedAt);
      if (said.k === 'strap_open') this.begin('strap.open', at, receivedAt);
      if (said.k === 'strap_closed') this.end('strap.open', at);
      if (said.k === 'power_off') this.begin('power.off', at, receivedAt);
      if (said.k === 'power_on') this.end('power.off', at);
      if (said.k === 'sos') {
        this.begin('sos', at, receivedAt);
        this.end('sos', at);
      }
      if (said.bat !== undefined) {
        this.turn('battery.low', said.bat <= 20, at, receivedAt);
        this.turn('battery.critical', said.bat <= 10, at, receivedAt);
      }
      if (said.k !== 'fix' || said.lat === undefined || said.lon === undefined || at < this.newest) continue;
      this.newest = at;
      const place = wgs84(said.lat, said.lon);
      this.turn('zone.exit', !this.area.contains(place), at, receivedAt);
      for (const { kind, windows, depth } of this.duties) {
        const asked = windows.some(([from, to]) => from <= at && at < to);
        this.turn(kind, asked && depth(place) > 0, at, receivedAt);
      }
    }
  }

  private turn(kind: string, is: boolean, at: Instant, raisedAt: Instant): void {
    if (is) this.begin(kind, at, raisedAt);
    else this.end(kind, at);
  }

  private begin(kind: string, from: Instant, raisedAt: Instant): void {
    if (this.open.has(kind)) return;
    this.open.set(kind, this.raised.length);
    this.raised.push({ kind, from, to: null, raisedAt, contradicted: false, about: '' });
  }

  private end(kind: string, to: Instant): void {
    const index = this.open.get(kind);
    const known = index === undefined ? undefined : this.raised[index];
    if (index === undefined || known === undefined) return;
    this.raised[index] = { ...known, to };
    this.open.delete(kind);
  }
}
