import { after, instant, isoInShanghai, seconds, type Instant } from '#libs/kernel';
import type { Episode } from './person/episodes.js';
import { whereabouts, type Person } from './person/person.js';
import type { Scenario } from './scenario/scenario.js';

/** One line of the truth about a scenario. Times are ISO 8601; a violation that goes on at the end has no `end`. */
export type TruthLine =
  | {
      readonly type: 'scenario';
      readonly name: string;
      readonly seed: number;
      readonly start: string;
      readonly end: string;
      readonly intervalSeconds: number;
    }
  | {
      readonly type: 'person';
      readonly person: number;
      readonly name: string;
      readonly deviceId: string;
      readonly division: string;
    }
  | {
      readonly type: 'violation';
      readonly kind: ViolationKind;
      readonly deviceId: string;
      readonly start: string;
      readonly end: string | null;
    }
  | {
      readonly type: 'disturbance';
      readonly kind: string;
      readonly deviceId: string;
      readonly start: string;
      readonly end: string | null;
    }
  | {
      readonly type: 'position';
      readonly deviceId: string;
      readonly at: string;
      readonly lat: number;
      readonly lon: number;
      readonly metresOutside: number;
    };

/** In the words of the platform's alerts, so that a bench can lay one beside the other. */
export type ViolationKind = 'zone.exit' | 'strap.open' | 'device.silent';

export interface TruthSettings {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly people: readonly Person[];
  readonly start: Instant;
  readonly end: Instant;
  /** Seconds between positions. */
  readonly every: number;
}

/** Who was really where, and what each did that an alert should tell. */
export function* truthOf(settings: TruthSettings): Generator<TruthLine> {
  const { scenario, seed, people, start, end } = settings;
  yield {
    type: 'scenario',
    name: scenario.name ?? scenario.prefix,
    seed,
    start: isoInShanghai(start),
    end: isoInShanghai(end),
    intervalSeconds: scenario.intervalSeconds,
  };
  for (const person of people) yield* truthOfOne(person, settings);
}

function* truthOfOne(person: Person, { start, end, every }: TruthSettings): Generator<TruthLine> {
  const { deviceId } = person;
  yield { type: 'person', person: person.number, name: person.name, deviceId, division: person.county.code };
  const episodes = withoutOverlaps(person.episodes(start).beginning(instant(start - 1), end));
  const outside = episodes
    .filter(({ kind }) => kind === 'excursion' || kind === 'journey')
    .flatMap((episode) => timeOutside(person, episode));
  for (const { from, to } of outside) yield { type: 'violation', kind: 'zone.exit', deviceId, ...spell(from, to, end) };
  for (const { kind, from, to } of episodes) {
    const violation = violationOf[kind];
    if (violation) yield { type: 'violation', kind: violation, deviceId, ...spell(from, to, end) };
    else if (kind !== 'excursion' && kind !== 'journey')
      yield { type: 'disturbance', kind, deviceId, ...spell(from, to, end) };
  }
  for (let t = start; t <= end; t = after(t, seconds(every))) yield positionOf(person, episodes, t);
}

/** What is over in a minute (a restart) is silence too, and too short for an alert: the bench knows the policy. */
const violationOf: Readonly<Record<Episode['kind'], ViolationKind | undefined>> = {
  excursion: undefined,
  journey: undefined,
  strap_open: 'strap.open',
  silent: 'device.silent',
  dead_zone: 'device.silent',
  reboot: 'device.silent',
  memory_loss: 'device.silent',
  multipath: undefined,
  no_gnss: undefined,
  clock_error: undefined,
  sos: undefined,
};

const spell = (from: Instant, to: Instant, end: Instant): { start: string; end: string | null } => ({
  start: isoInShanghai(from),
  end: to > end ? null : isoInShanghai(to),
});

function positionOf(person: Person, episodes: readonly Episode[], t: Instant): TruthLine {
  const { at } = whereabouts(person, episodes, t);
  const metresOutside = Math.round(person.county.area.metresToBorder(at));
  const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
  return {
    type: 'position',
    deviceId: person.deviceId,
    at: isoInShanghai(t),
    lat: round(at.lat),
    lon: round(at.lon),
    metresOutside,
  };
}

/** When a band is in something already, it does not enter it again: as the bearer has it. */
function withoutOverlaps(episodes: readonly Episode[]): Episode[] {
  const kept: Episode[] = [];
  for (const episode of episodes)
    if (!kept.some((other) => other.kind === episode.kind && other.to > episode.from)) kept.push(episode);
  return kept;
}

/** From the step over the border to the step back, to the millisecond. Whoever drives out and home crosses it twice. */
function timeOutside(person: Person, excursion: Episode): { from: Instant; to: Instant }[] {
  const isOut = (t: number): boolean => !person.county.area.contains(whereabouts(person, [excursion], instant(t)).at);
  const steps: number[] = [];
  for (let t: number = excursion.from; t < excursion.to; t += 500) steps.push(t);
  const out = steps.filter(isOut);
  const [first, last] = [out[0], out.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ from: turn(first - 500, first, isOut), to: turn(last + 500, last, isOut) }];
}

/** The moment between a time inside and a time outside at which one becomes the other. */
function turn(inside: number, outside: number, isOut: (t: number) => boolean): Instant {
  while (Math.abs(outside - inside) > 1) {
    const middle = Math.round((inside + outside) / 2);
    if (isOut(middle)) outside = middle;
    else inside = middle;
  }
  return instant(outside);
}
