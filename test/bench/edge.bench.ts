import { instant, type Instant } from '#libs/kernel';
import { advance, episodeId, newTrack, type Episode, type Observation } from '#libs/rules';
import { NOON, pointOutside, seen, world } from '#libs/testkit';
import { moved, wgs84 } from '#libs/geo';
import { chance } from '../../devices-sim/src/person/chance.js';
import { WanderingReceiver } from './edge/receiver.js';

/**
 * At the border: people who stand inside it for a day, with a receiver whose errors hold on (90 % within 10 m), and people
 * who walk fifty metres out and stay there. No alert for the ones, one and soon for the others. SEEDS; DRIFTS=1 adds drift
 * by reflections of which the receiver says nothing.
 */
const SEEDS = Number(process.env['SEEDS'] ?? 1_000);
const DRIFTS = process.env['DRIFTS'] !== undefined;
const WITHIN = 10;
/** What it claims: the radius that holds 68 % is a little more than the true one. */
const CLAIMED = 8;
const INTERVAL = 60;
const DAY = 24 * 60;
const WALKING = 1.3;
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Where somebody truly is at a second of the story, metres outside the border. */
type Way = (second: number) => number;

/** A fix a minute, wrong as the receiver is, judged one after the other. */
function alertsOf(key: string, fixes: number, way: Way, drift: Way = () => 0): Episode[] {
  const receiver = new WanderingReceiver(key, WITHIN);
  const from = Math.floor(chance('edge', key, 'from').next() * INTERVAL);
  const found = new Map<string, Episode>();
  let track = newTrack();
  for (let number = 0; number < fixes; number++) {
    const second = from + number * INTERVAL;
    const advanced = advance(track, fixAt(second, number + 1, way(second) + drift(second), receiver), world());
    track = advanced.track;
    for (const episode of advanced.episodes) if (episode.kind === 'zone.exit') found.set(episodeId(episode), episode);
  }
  return [...found.values()];
}

function fixAt(second: number, seq: number, metres: number, receiver: WanderingReceiver): Observation {
  const { lat, lon } = pointOutside(metres);
  const [east, north] = receiver.next(INTERVAL);
  const wrong = moved(wgs84(lat, lon), east, north);
  const at: Instant = instant(NOON + second * 1_000);
  return seen(at, seq, { kind: 'fix', lat: wrong.lat, lon: wrong.lon, accuracy: CLAIMED, source: 'gnss' });
}

const standing =
  (metres: number): Way =>
  () =>
    -metres;

/** An hour at home twenty metres inside, then on foot to fifty metres outside, and half an hour there. */
const LEAVES = 3_600;
const CROSSES = LEAVES + 20 / WALKING;
const leaving: Way = (second) => Math.min(50, Math.max(-20, -20 + (second - LEAVES) * WALKING));

function standingStill(metres: number, drift = false): number {
  let alerts = 0;
  for (let seed = 0; seed < SEEDS; seed++)
    alerts += alertsOf(`still/${metres}/${seed}`, DAY, standing(metres), drift ? driftOf(seed) : undefined).length;
  tell(`standing ${metres} m inside for a day${drift ? ', with drift' : ''}: ${alerts} alerts of ${SEEDS} people`);
  return alerts;
}

/** Three times a day over to the border's side, up to so many metres, for some minutes, as reflections do. */
function driftOf(seed: number): Way {
  const luck = chance('edge', 'drift', seed);
  const drifts = Array.from({ length: 3 }, () => {
    const from = luck.next() * DAY * INTERVAL;
    return { from, lasts: luck.between(180, 720), metres: luck.between(30, 90) };
  });
  return (second) =>
    drifts.reduce((sum, { from, lasts, metres }) => {
      const part = (second - from) / lasts;
      return sum + (part > 0 && part < 1 ? metres * Math.sin(Math.PI * part) : 0);
    }, 0);
}

function walkingOut(): { missed: number; twice: number; p95: number; worst: number } {
  const delays: number[] = [];
  let twice = 0;
  for (let seed = 0; seed < SEEDS; seed++) {
    const alerts = alertsOf(`out/${seed}`, 90, leaving);
    const [first] = alerts;
    if (first !== undefined) delays.push((first.confirmedAt - NOON) / 1_000 - CROSSES);
    twice += Math.max(0, alerts.length - 1);
  }
  delays.sort((a, b) => a - b);
  const worst = Math.round(delays.at(-1) ?? 0);
  const p95 = Math.round(delays[Math.ceil(delays.length * 0.95) - 1] ?? 0);
  const missed = SEEDS - delays.filter((delay) => delay <= 240).length;
  tell(`walking 50 m out: ${delays.length} of ${SEEDS} found, 95 % within ${p95} s, all within ${worst} s`);
  return { missed, twice, p95, worst };
}

function main(): void {
  const still = standingStill(20);
  const nearer = standingStill(10);
  const { missed, twice, p95, worst } = walkingOut();
  const drifting = DRIFTS ? { false_alerts_with_drift: standingStill(20, true) } : {};
  process.stdout.write(
    `${JSON.stringify({ seeds: SEEDS, false_alerts: still + twice, missed, p95_s: p95, worst_s: worst, false_alerts_10_m: nearer, ...drifting })}\n`,
  );
}

main();
