import { setTimeout as pause } from 'node:timers/promises';
import { instant, type Instant } from '#libs/kernel';
import { ownLink, type Link } from './band/link.js';
import { Tally } from './band/tally.js';
import { readDown, type Observation } from './band/wire.js';
import { Wristband, type Memory } from './band/wristband.js';
import { figure, length, type Progress } from './progress.js';
import { schedule, type TrackPoint } from './track/track.js';

export interface ReplaySettings {
  readonly points: readonly TrackPoint[];
  readonly deviceId: string;
  readonly secret: string;
  readonly mqttUrl: string;
  readonly memory: Memory;
  readonly speed: number;
  /** Send the file's own time stamps, however wrong, instead of the time of sending. */
  readonly keepTimes: boolean;
  readonly lastAcksMs: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Metres, for recordings that do not say. */
const ASSUMED_ACCURACY = 10;
const now = (): Instant => instant(Date.now());

/** Plays a recording as one wristband, and tells whether the platform has stored all of it. */
export async function replay(settings: ReplaySettings): Promise<boolean> {
  const { points, speed, progress, signal } = settings;
  const due = schedule(points).map((offset) => offset / speed);
  const takes = due.at(-1) ?? 0;
  progress.say(
    `${figure(points.length)} fixes in ${length(takes)}${takes > 600_000 ? ` (--speed ${Math.ceil((takes * speed) / 300_000)} would take five minutes)` : ''}`,
  );
  const band = new Wristband(settings.memory);
  const tally = new Tally();
  const radio = new Radio(band, settings, tally);
  const start = Date.now();
  for (const [index, point] of points.entries()) {
    if (!(await waitUntil(start + (due[index] ?? 0), signal))) break;
    band.add(observed(point, settings.keepTimes));
    // Points due at the same moment travel together.
    if ((due[index + 1] ?? Infinity) - (due[index] ?? 0) >= 1 || band.waiting >= 100) radio.pump();
    progress.show(() => `${figure(index + 1)} of ${figure(points.length)} fixes · ${state(band, tally)}`);
  }
  radio.pump();
  const stored = await allStored(band, radio, settings);
  progress.say(
    stored
      ? `The platform has stored everything up to record ${band.newest}.`
      : `Not acknowledged: ${missing(band, tally)}`,
  );
  await radio.close();
  return stored;
}

class Radio {
  private readonly link: Link;
  private busy = false;

  constructor(
    private readonly band: Wristband,
    { deviceId, secret, mqttUrl }: ReplaySettings,
    tally: Tally,
  ) {
    this.link = ownLink(mqttUrl, deviceId, secret, { up: () => this.pump(), down: (text) => this.hear(text) }, tally);
    this.link.open();
  }

  pump(): void {
    if (this.busy || !this.link.isUp) return;
    const batch = this.band.take(now());
    if (!batch) return;
    this.busy = true;
    this.link
      .send(batch.payload)
      .catch(() => this.band.failed(batch))
      .finally(() => {
        this.busy = false;
        this.pump();
      });
  }

  close = (): Promise<void> => this.link.close();

  private hear(text: string): void {
    const message = readDown(text);
    if (message?.kind === 'ack') this.band.ack(message.ack, message.boot, now());
    if (message?.kind === 'resend') {
      const gone = this.band.resend(message.ranges, message.boot);
      if (gone) this.link.send(gone).catch(() => undefined);
    }
    this.pump();
  }
}

function observed({ at, time, accuracy, altitude, speed, satellites }: TrackPoint, keepTimes: boolean): Observation {
  return {
    t: (keepTimes ? time : undefined) ?? Date.now(),
    k: 'fix',
    lat: at.lat,
    lon: at.lon,
    acc: accuracy ?? ASSUMED_ACCURACY,
    src: 'gnss',
    ...(speed !== undefined && { spd: speed }),
    ...(altitude !== undefined && { alt: altitude }),
    ...(satellites !== undefined && { sat: satellites }),
    worn: true,
  };
}

async function waitUntil(time: number, signal: AbortSignal): Promise<boolean> {
  const wait = time - Date.now();
  if (wait > 0) await pause(wait, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

async function allStored(band: Wristband, radio: Radio, { lastAcksMs, signal }: ReplaySettings): Promise<boolean> {
  const limit = Date.now() + lastAcksMs;
  while (band.unacknowledged > 0 && Date.now() < limit && !signal.aborted) {
    await pause(100);
    radio.pump();
  }
  return band.unacknowledged === 0;
}

const state = (band: Wristband, tally: Tally): string =>
  `stored up to record ${band.acknowledged}${tally.refusal ? ` · last refusal: ${tally.refusal}` : ''}`;

function missing(band: Wristband, tally: Tally): string {
  const count = `${figure(band.unacknowledged)} records, the last of them ${band.newest}; stored up to ${band.acknowledged}`;
  return tally.refusal ? `${count} (last refusal: ${tally.refusal})` : count;
}
