import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from '#infra/start';
import { compileArea } from '#libs/geo';
import { instant } from '#libs/kernel';
import { advance, foldedRules, newTrack, type Observation } from '#libs/rules';
import { readZunyiCounties } from '#infra/boundaries';
import { chance } from '../../devices-sim/src/person/chance.js';
import { around, lifeOf, smallArea, withCorners, zoneOf, type Life } from './rules/crowd.js';

/**
 * Records judged a second on one core, by every folded rule, with the fourteen real counties of Zunyi; and how that grows
 * with the number of zones one supervisee has and with the corners of the border.
 */
const PEOPLE = Number(process.env['PEOPLE'] ?? 140);
const RECORDS = Number(process.env['RECORDS'] ?? 4_000);
const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const ZONES = [10, 100, 2_900];
const CORNERS = [300, 3_000, 30_000];

const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const ONLY = process.env['ONLY'] !== undefined;
const counties = readZunyiCounties();

/** The best of some rounds, in records a second: what else the machine does only slows it down. */
function perSecond(lives: readonly Life[]): number {
  const arrivals = asTheyCome(lives);
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const began = process.cpuUsage();
    const judged = judge(lives, arrivals);
    const { user, system } = process.cpuUsage(began);
    best = Math.max(best, (judged * 1e6) / (user + system));
  }
  return Math.round(best);
}

/** A record that came in, and whose it is. */
interface Arrival {
  readonly number: number;
  readonly seen: Observation;
}

/** Everybody's record of one minute, then everybody's of the next; read anew, as they would be from the wire. */
function asTheyCome(lives: readonly Life[]): Arrival[] {
  const longest = Math.max(...lives.map(({ records }) => records.length));
  return Array.from({ length: longest }, (_, index) =>
    lives.flatMap(({ records }, number): Arrival[] => {
      const seen = records[index];
      return seen === undefined ? [] : [{ number, seen: { ...seen } }];
    }),
  ).flat();
}

function judge(lives: readonly Life[], arrivals: readonly Arrival[]): number {
  const tracks = lives.map(() => newTrack());
  for (const { number, seen } of arrivals) {
    const [life, track] = [lives[number], tracks[number]];
    if (life && track) tracks[number] = advance(track, seen, life.world).track;
  }
  return arrivals.length;
}

/** Everybody may not leave the county; nobody has a zone of their own. */
function inCounties(): Life[] {
  const luck = chance('rules', 'homes');
  const areas = counties.map((county) => zoneOf(county.code, county.area));
  return Array.from({ length: PEOPLE }, (_, number) => {
    const county = counties[number % counties.length];
    if (county === undefined) throw new Error('no counties');
    const area = areas[number % counties.length] ?? null;
    const home = around(county.seat, 4_000, luck);
    const homes = [{ division: county.code, county: area, from: instant(0), to: null }];
    return lifeOf(number + 1, home, { division: county.code, homes }, RECORDS);
  });
}

/** One life in so many drawn zones, all in force at once: the county's people spread over them. */
function withZones(count: number): Life[] {
  const [county] = counties;
  if (county === undefined) throw new Error('no counties');
  const luck = chance('rules', 'zones', count);
  const zones = Array.from({ length: count }, (_, index) =>
    zoneOf(String(index + 1), smallArea(around(county.seat, 30_000, luck), 2_000, 300, luck)),
  );
  return Array.from({ length: 10 }, (_, number) =>
    lifeOf(number + 1, around(county.seat, 5_000, luck), { zones }, RECORDS),
  );
}

function withBorder(corners: number): Life[] {
  const [county] = counties;
  if (county === undefined) throw new Error('no counties');
  const shape = withCorners(county.area, corners);
  const luck = chance('rules', 'corners');
  const zones = [zoneOf('1', shape)];
  const area = compileArea(shape);
  const homes = Array.from({ length: 40 }, () => around(county.seat, 6_000, luck)).filter((at) => area.contains(at));
  return homes.slice(0, 10).map((home, number) => lifeOf(number + 1, home, { zones }, RECORDS));
}

function main(): void {
  tell(`${foldedRules.length} folded rules: ${foldedRules.map(({ kind }) => kind).join(' ')}`);
  const crowd = inCounties();
  const main = perSecond(crowd);
  tell(`${main} records/s of ${PEOPLE} people in ${counties.length} counties`);
  if (ONLY) return;
  const by_zones = Object.fromEntries(ZONES.map((count) => [count, said('zones', count, perSecond(withZones(count)))]));
  const by_vertices = Object.fromEntries(
    CORNERS.map((corners) => [corners, said('corners', corners, perSecond(withBorder(corners)))]),
  );
  process.stdout.write(`${JSON.stringify({ per_second: main, by_zones, by_vertices, kinds: foldedRules.length })}\n`);
}

function said(of: string, count: number, rate: number): number {
  tell(`${count} ${of}: ${rate} records/s, ${(1e6 / rate).toFixed(2)} µs a record`);
  return rate;
}

/** In a process like the engine's. */
function asTheEngine(): number {
  const flags = nodeFlags.engine ?? [];
  const { status } = spawnSync(process.execPath, [...flags, fileURLToPath(import.meta.url)], {
    env: { ...process.env, IN_ENGINE: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status ?? 1;
}

if (process.env['IN_ENGINE'] !== undefined) main();
else if (asTheEngine() !== 0) throw new Error('it ended early');
