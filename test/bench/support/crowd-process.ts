import { LeanWristband, type Way } from './lean-wristband.js';
import { secretOf, wristbandName } from './crowd-names.js';

export interface CrowdOrder {
  readonly from: number;
  readonly to: number;
  readonly way: Way;
  /** The first connections are spread over this time, in milliseconds. */
  readonly rampMs: number;
}

export interface CrowdCount {
  readonly up: number;
  readonly sent: number;
  readonly acked: number;
}

const REPORT_EVERY_MS = 250;
let crowd: LeanWristband[] = [];

process.on('message', (order: CrowdOrder | 'rest') => {
  if (order === 'rest') crowd.forEach((wristband) => wristband.rest());
  else begin(order);
});
process.once('disconnect', () => process.exit());
setInterval(() => process.send?.(count()), REPORT_EVERY_MS);

function begin({ from, to, way, rampMs }: CrowdOrder): void {
  crowd = Array.from({ length: to - from }, (_, index) => {
    const id = wristbandName(from + index);
    return new LeanWristband(id, secretOf(id), way);
  });
  for (const wristband of crowd) wristband.begin(Math.random() * rampMs, rampMs + Math.random() * way.every);
}

function count(): CrowdCount {
  const sum = (of: (wristband: LeanWristband) => number): number => crowd.reduce((all, one) => all + of(one), 0);
  return { up: sum(({ isUp }) => Number(isUp)), sent: sum(({ sent }) => sent), acked: sum(({ acked }) => acked) };
}
