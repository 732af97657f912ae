import { distanceMetres, wgs84, type Wgs84 } from '#libs/geo';
import { instant, minutes, seconds, type Instant } from '#libs/kernel';
import type { Episode } from '../../../devices-sim/src/person/episodes.js';
import { whereabouts, type Person } from '../../../devices-sim/src/person/person.js';
import type { Sent, Violation } from './sent.js';

/** Plainly on the wrong side: deeper than this, and than twice the worst that the receiver was wrong by in that time, */
const PLAINLY = 50;
/** for so long, with so many fixes that came in. */
const LONG_ENOUGH = minutes(3);
const FIXES = 3;
/** Between two looks at where somebody truly is. */
const STEP = seconds(5);

/** Somebody's true ways, and what the wristband made of them. */
export interface Ways {
  readonly person: Person;
  readonly episodes: readonly Episode[];
  readonly made: readonly Sent[];
  readonly end: Instant;
}

/** Every time somebody truly was on the wrong side, within some windows. `depth`: metres into the wrong side. */
export function wrongSides(
  kind: string,
  ways: Ways,
  windows: readonly (readonly [Instant, Instant])[],
  depth: (at: Wgs84) => number,
  about: string,
): Violation[] {
  const trips = ways.episodes.filter((one) => one.kind === 'excursion' || one.kind === 'journey');
  const deepAt = (t: number): number => depth(whereabouts(ways.person, trips, instant(t)).at);
  return windows.flatMap(([from, to]) =>
    spellsOf(from, Math.min(to, ways.end), deepAt).map((spell) => violationOf(kind, ways, trips, spell, deepAt, about)),
  );
}

/** Looks again the sooner the nearer somebody is: nobody here is faster than fifty metres a second. */
function spellsOf(from: number, to: number, deepAt: (t: number) => number): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let since: number | null = null;
  for (let t = from; t <= to;) {
    const deep = deepAt(t);
    if (deep > 0) since ??= t;
    else if (since !== null) {
      found.push([since, t]);
      since = null;
    }
    t += Math.max(STEP, deep < 0 ? (-deep / 50) * 1_000 : 0);
  }
  return since === null ? found : [...found, [since, to]];
}

function violationOf(
  kind: string,
  { person, episodes, made }: Ways,
  trips: readonly Episode[],
  [from, to]: readonly [number, number],
  deepAt: (t: number) => number,
  about: string,
): Violation {
  const wrongClock = episodes.some((one) => one.kind === 'clock_error' && one.from < to && one.to > from);
  const during = made.filter((one) => one.made >= from && one.made <= to && one.said.k === 'fix');
  const worst = during.reduce((most, { said, made: at }) => {
    const truly = whereabouts(person, trips, at).at;
    return Math.max(most, distanceMetres(truly, wgs84(said.lat ?? 0, said.lon ?? 0)), said.acc ?? 0);
  }, 0);
  const clear = PLAINLY + 2 * worst;
  const [begins, ends] = longest(from, to, (t) => deepAt(t) > clear);
  const inClear = during.filter((one) => one.made >= begins && one.made <= ends);
  const beyond = !wrongClock && ends - begins >= LONG_ENOUGH && inClear.length >= FIXES;
  const first = inClear.slice(0, FIXES);
  const most = Math.round(Math.max(...Array.from({ length: 20 }, (_, i) => deepAt(from + ((to - from) * i) / 20))));
  return {
    kind,
    from: instant(from),
    to: instant(to),
    beyond,
    live: beyond && first.every((one) => one.receivedAt - one.made < seconds(20)) && begins - from < minutes(2),
    about: `${about}, ${Math.round((to - from) / 60_000)} min, ${most} m deep, receiver wrong by ${Math.round(worst)} m, ${inClear.length} fixes deeper than ${Math.round(clear)} m`,
  };
}

/** The longest stretch in which something holds. */
function longest(from: number, to: number, holds: (t: number) => boolean): readonly [number, number] {
  let best: readonly [number, number] = [from, from];
  let since: number | null = null;
  for (let t = from; t <= to + STEP; t += STEP) {
    if (t <= to && holds(t)) since ??= t;
    else if (since !== null) {
      if (t - STEP - since > best[1] - best[0]) best = [since, t - STEP];
      since = null;
    }
  }
  return best;
}
