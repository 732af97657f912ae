import type { Wgs84 } from '#libs/geo';
import { days, instant, minutes, seconds, type Instant } from '#libs/kernel';
import type { Episode } from '../../../devices-sim/src/person/episodes.js';
import type { Person } from '../../../devices-sim/src/person/person.js';
import type { Delivered } from './life.js';
import { dutiesOf, type Duty } from './duties.js';
import { wrongSides, type Ways } from './places.js';
import type { Sent, Violation } from './sent.js';

/**
 * What truly was, and what of it is beyond policy. In the words of the world, not of the rules: where somebody was, how
 * wrong the receiver was at its worst, what it could see, and what came in.
 */

/** Nothing received for longer than this is silence; for less than the shorter one it is not. At a record a minute. */
const SILENT = [seconds(270), seconds(330)] as const;
/** A clock that is off by less is not worth a word; by how many records it must show. */
const CLOCK_OFF = minutes(10);
const CLOCK_RECORDS = 3;
/** Without a position for longer than this somebody may be told, and for longer than the other must, wherever it began. */
const BLIND = [minutes(14), minutes(185)] as const;
/** On nobody for longer than this. */
const APART = minutes(17);
/** Metres from a forbidden place: as near as policy asks for, and a receiver's error. */
const NEAR = 350;
const DAY = days(1);

export function truthOf(person: Person, { made, messages }: Delivered, start: Instant, end: Instant): Violation[] {
  const episodes = happenedTo(person, start, end);
  const ways = { person, episodes, made, end };
  const outside = (at: Wgs84): number => person.county.area.metresToBorder(at);
  // Who is on a journey is not on an excursion as well.
  const journeys = episodes.filter(({ kind }) => kind === 'journey');
  const trips = episodes.filter(
    (one) =>
      one.kind === 'journey' ||
      (one.kind === 'excursion' && !journeys.some((other) => other.from < one.to && other.to > one.from)),
  );
  return [
    ...trips.flatMap((trip) =>
      wrongSides('zone.exit', ways, [[trip.from, instant(Math.min(trip.to, end))]], outside, trip.kind),
    ),
    ...dutiesOf(person, start, end).flatMap(({ kind, windows, depth }) =>
      wrongSides(kind, ways, windows, depth, 'everyday'),
    ),
    ...approaches(ways, dutiesOf(person, start, end)),
    ...eventsOf('strap.open', 'strap_open', 'strap_closed', made, end),
    ...eventsOf('sos', 'sos', null, made, end),
    ...eventsOf('power.off', 'power_off', 'power_on', made, end),
    ...silences(
      messages.map(({ receivedAt }) => receivedAt),
      start,
      end,
    ),
    ...wrongClocks(episodes, made),
    ...offTheBody(made, end),
    ...withoutPosition(made),
    ...batteries('battery.low', made, [25, 18]),
    ...batteries('battery.critical', made, [14, 8]),
    ...patterns(made),
  ].sort((a, b) => a.from - b.from);
}

/** As the wristband has it: what has begun already is not entered again. */
function happenedTo(person: Person, start: Instant, end: Instant): Episode[] {
  const kept: Episode[] = [];
  for (const one of person.episodes(start).beginning(instant(start - 1), end))
    if (!kept.some((other) => other.kind === one.kind && other.to > one.from)) kept.push(one);
  return kept;
}

/** Coming that near to a forbidden place may be told; nobody must be told of it. */
function approaches(ways: Ways, duties: readonly Duty[]): Violation[] {
  return duties
    .filter(({ kind }) => kind === 'zone.entry')
    .flatMap(({ windows, depth }) =>
      wrongSides('zone.approach', ways, windows, (at) => depth(at) + NEAR, 'near a forbidden place'),
    )
    .map((one) => ({ ...one, beyond: false, live: false }));
}

/** What the wristband tells by itself: from one word to the other. */
function eventsOf(kind: string, begins: string, ends: string | null, made: readonly Sent[], end: Instant): Violation[] {
  return made.flatMap((one, index) => {
    if (one.said.k !== begins) return [];
    const over = ends === null ? undefined : made.slice(index).find(({ said }) => said.k === ends);
    const came = one.receivedAt < end;
    return {
      kind,
      from: one.made,
      to: over?.made ?? (ends === null ? one.made : end),
      beyond: came,
      live: came && one.receivedAt - one.made < seconds(20) && Math.abs(one.said.t - one.made) < 1_000,
      about: `record ${one.said.seq}`,
    };
  });
}

/** By receipt: from the last record that came in to the next. */
function silences(received: readonly Instant[], start: Instant, end: Instant): Violation[] {
  const [possible, certain] = SILENT;
  return [...received, end].flatMap((to, index) => {
    const from = received[index - 1] ?? start;
    if (to - from <= possible) return [];
    const beyond = to - from > certain;
    return { kind: 'device.silent', from, to, beyond, live: beyond, about: `${Math.round((to - from) / 60_000)} min` };
  });
}

function wrongClocks(episodes: readonly Episode[], made: readonly Sent[]): Violation[] {
  return episodes
    .filter(({ kind }) => kind === 'clock_error')
    .map(({ from, to, ahead }) => {
      const during = made.filter((one) => one.made > from && one.made < to);
      const heard = during.filter((one) => one.receivedAt - one.made < seconds(20));
      const beyond = Math.abs(ahead) > CLOCK_OFF && heard.length >= CLOCK_RECORDS;
      const live = beyond && during.slice(0, CLOCK_RECORDS).every((one) => heard.includes(one));
      // What was kept in that time is wrong still when it comes in.
      const until = instant(during.reduce<number>((last, one) => Math.max(last, one.receivedAt), to));
      return { kind: 'clock.wrong', from, to: until, beyond, live, about: `${Math.round(ahead / 1_000)} s ahead` };
    });
}

/** Nothing but records without a position, one after the other, while they came in. */
function withoutPosition(made: readonly Sent[]): Violation[] {
  const found: Violation[] = [];
  let [last, spell]: [Sent | undefined, Sent[]] = [undefined, []];
  const over = (): void => {
    const [from, to] = [last?.made ?? spell[0]?.made, spell.at(-1)?.made];
    const heard = spell.every(
      (one, index) => one.receivedAt - (spell[index - 1]?.receivedAt ?? one.receivedAt) < seconds(100),
    );
    const long = from === undefined || to === undefined ? 0 : to - from;
    if (from !== undefined && to !== undefined && long > BLIND[0]) {
      const beyond = heard && long > BLIND[1];
      found.push({
        kind: 'device.no_position',
        from,
        to,
        beyond,
        live: false,
        about: `${Math.round(long / 60_000)} min`,
      });
    }
    spell = [];
  };
  for (const one of made) {
    if (one.said.k === 'nofix') spell.push(one);
    else if (one.said.k === 'fix') {
      if (spell.length > 0) over();
      last = one;
    }
  }
  over();
  return found;
}

/** By its own word: as low as it may be told, and as low, in ten records in a row, as it must. */
function batteries(kind: string, made: readonly Sent[], [may, must]: readonly [number, number]): Violation[] {
  const found: Violation[] = [];
  let spell: Sent[] = [];
  const over = (): void => {
    const [first, last] = [spell[0], spell.at(-1)];
    const low = spell.filter(({ said }) => (said.bat ?? 100) <= must);
    const beyond = low.length >= 10;
    const least = Math.min(...spell.map(({ said }) => said.bat ?? 100));
    if (first && last)
      found.push({ kind, from: first.made, to: last.made, beyond, live: false, about: `down to ${least} %` });
    spell = [];
  };
  for (const one of made) {
    if (one.said.bat === undefined) continue;
    if (one.said.bat <= may) spell.push(one);
    else if (spell.length > 0) over();
  }
  over();
  return found;
}

/** With the strap open the wristband is on nobody: for longer than it takes to close it, somebody may be told, and must. */
const offTheBody = (made: readonly Sent[], end: Instant): Violation[] =>
  eventsOf('device.separated', 'strap_open', 'strap_closed', made, end).map((one) => {
    const said = made.filter(({ said, made: at }) => said.worn === false && at >= one.from && at <= one.to);
    return { ...one, beyond: one.beyond && one.to - one.from > APART && said.length > 3, live: false };
  });

/** Three openings of the strap, each shorter than five minutes, within a day. */
function patterns(made: readonly Sent[]): Violation[] {
  const openings = eventsOf('strap.open', 'strap_open', 'strap_closed', made, instant(Infinity));
  const short = openings.filter(({ from, to }) => to - from <= minutes(5) + seconds(2));
  return openings.flatMap((_, index) => {
    const [first, third] = [openings[index], openings[index + 2]];
    if (!first || !third || third.from - first.from > DAY) return [];
    const day = short.filter(({ from }) => from >= first.from - DAY && from <= third.from);
    const plain = short.filter(({ to, from }) => from >= first.from && to <= first.from + DAY - minutes(1));
    if (day.length < 3) return [];
    const beyond = plain.length >= 3;
    return {
      kind: 'strap.pattern',
      from: first.from,
      to: instant(third.to + DAY),
      beyond,
      live: false,
      about: `${plain.length} openings`,
    };
  });
}
