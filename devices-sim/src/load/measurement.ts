import { mixed } from './mixed.js';

/** In whole numbers of the smallest unit that is sent, so that what comes back can be compared without rounding. */
interface Measurement {
  readonly kind: 'fix' | 'nofix' | 'heart_rate' | 'strap_open' | 'strap_closed';
  readonly microLat: number;
  readonly microLon: number;
  readonly accuracyDm: number;
  readonly speedDms: number;
  readonly heading: number;
  readonly altitude: number;
  readonly satellites: number;
  readonly battery: number;
  readonly rssi: number;
  readonly heartRate: number;
}

/** Well inside Huichuan (520303), within two kilometres of its middle: load is no violation. */
const HOME = { microLat: 27_750_600, microLon: 106_934_500 };
const SPREAD = 36_000;
/** Half a metre a record, there and back. */
const STEP = 5;
const TURN = 200;

/** A strap that is opened at all is opened every so many records, and closed again a while later. */
const STRAP = { every: 40, opened: 20, closed: 30 };

/**
 * What wristbands measure follows from their number, their start and the record's: nothing has to be kept to send it
 * again. `straps`: share of the wristbands whose straps are opened.
 */
export class Measurements {
  constructor(private readonly straps = 0) {}

  /** The record as it goes over the wire. Built by hand: JSON.stringify takes four times as long. */
  record(device: number, boot: number, seq: number, at: number): string {
    const m = this.#measure(device, boot, seq);
    const head = `{"seq":${seq},"t":${at},"k":"${m.kind}"`;
    const tail = `"bat":${m.battery},"rssi":${m.rssi},"worn":true}`;
    if (m.kind === 'heart_rate') return `${head},"hr":${m.heartRate},${tail}`;
    if (m.kind !== 'fix') return `${head},${tail}`;
    const place = `"lat":${m.microLat / 1e6},"lon":${m.microLon / 1e6},"acc":${m.accuracyDm / 10},"src":"gnss"`;
    const way = `"spd":${m.speedDms / 10},"hdg":${m.heading},"alt":${m.altitude},"sat":${m.satellites}`;
    return `${head},${place},${way},${tail}`;
  }

  /** The same in a form that can be made again from what was stored: test/support/compare-sent.ts does. */
  said(device: number, boot: number, seq: number): string {
    const m = this.#measure(device, boot, seq);
    const state = `${m.battery}|${m.rssi}`;
    if (m.kind === 'heart_rate') return `heart_rate|${state}|${m.heartRate}`;
    if (m.kind !== 'fix') return `${m.kind}|${state}`;
    const place = `${m.microLat}|${m.microLon}|${m.accuracyDm}`;
    return `fix|${place}|${m.speedDms}|${m.heading}|${m.altitude}|${m.satellites}|${state}`;
  }

  #measure(device: number, boot: number, seq: number): Measurement {
    const luck = mixed(device, boot, seq);
    const small = Math.floor(luck * 1_000);
    const walked = STEP * Math.abs((seq % (2 * TURN)) - TURN);
    return {
      kind: this.#strap(device, seq) ?? (luck < 0.95 ? 'fix' : luck < 0.98 ? 'nofix' : 'heart_rate'),
      microLat: HOME.microLat + Math.floor((mixed(device, 1) - 0.5) * SPREAD) + walked,
      microLon: HOME.microLon + Math.floor((mixed(device, 2) - 0.5) * SPREAD),
      accuracyDm: 40 + (small % 90),
      speedDms: small % 16,
      heading: small % 360,
      altitude: 850 + (small % 40),
      satellites: 6 + (small % 12),
      battery: 20 + (small % 80),
      rssi: -110 + (small % 60),
      heartRate: 55 + (small % 50),
    };
  }

  #strap(device: number, seq: number): 'strap_open' | 'strap_closed' | undefined {
    if (this.straps === 0 || mixed(device, 9) >= this.straps) return undefined;
    const step = seq % STRAP.every;
    return step === STRAP.opened ? 'strap_open' : step === STRAP.closed ? 'strap_closed' : undefined;
  }
}
