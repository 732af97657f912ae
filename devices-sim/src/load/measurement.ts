import { mixed } from './mixed.js';

/** In whole numbers of the smallest unit that is sent, so that what comes back can be compared without rounding. */
interface Measurement {
  readonly kind: 'fix' | 'nofix' | 'heart_rate';
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

/** What a wristband measures follows from its number, its start and the record's: nothing has to be kept to send it again. */
function measurement(device: number, boot: number, seq: number): Measurement {
  const luck = mixed(device, boot, seq);
  const small = Math.floor(luck * 1_000);
  const walked = STEP * Math.abs((seq % (2 * TURN)) - TURN);
  return {
    kind: luck < 0.95 ? 'fix' : luck < 0.98 ? 'nofix' : 'heart_rate',
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

/** The record as it goes over the wire. Built by hand: JSON.stringify takes four times as long. */
export function printRecord(device: number, boot: number, seq: number, at: number): string {
  const m = measurement(device, boot, seq);
  const head = `{"seq":${seq},"t":${at},"k":"${m.kind}"`;
  const tail = `"bat":${m.battery},"rssi":${m.rssi},"worn":true}`;
  if (m.kind === 'nofix') return `${head},${tail}`;
  if (m.kind === 'heart_rate') return `${head},"hr":${m.heartRate},${tail}`;
  const place = `"lat":${m.microLat / 1e6},"lon":${m.microLon / 1e6},"acc":${m.accuracyDm / 10},"src":"gnss"`;
  const way = `"spd":${m.speedDms / 10},"hdg":${m.heading},"alt":${m.altitude},"sat":${m.satellites}`;
  return `${head},${place},${way},${tail}`;
}

/** The same in a form that can be made again from what was stored, see test/support/sql of the comparison. */
export function printSaid(device: number, boot: number, seq: number): string {
  const m = measurement(device, boot, seq);
  const state = `${m.battery}|${m.rssi}`;
  if (m.kind === 'nofix') return `nofix|${state}`;
  if (m.kind === 'heart_rate') return `heart_rate|${state}|${m.heartRate}`;
  const place = `${m.microLat}|${m.microLon}|${m.accuracyDm}`;
  return `fix|${place}|${m.speedDms}|${m.heading}|${m.altitude}|${m.satellites}|${state}`;
}
