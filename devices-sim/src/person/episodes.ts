import { after, hours, instant, minutes, seconds, since, type Instant } from '#libs/kernel';
import type { HappeningKind, Scenario } from '../scenario/scenario.js';
import { chance } from './chance.js';

/** Something that happens to one person's band from a time to a time. */
export interface Episode {
  readonly kind: HappeningKind;
  readonly from: Instant;
  readonly to: Instant;
  /** excursion, multipath */
  readonly metres: number;
  /** multipath: where the drift leads, radians */
  readonly angle: number;
  /** multipath: whether the receiver knows of it */
  readonly honest: boolean;
  /** clock_error: how far the device's clock is ahead */
  readonly ahead: number;
}

const HOUR = hours(1);

/** What happens to one person, by script and by chance. The same for the same seed and start. */
export class Episodes {
  private readonly byHour = new Map<number, readonly Episode[]>();

  constructor(
    private readonly scenario: Scenario,
    private readonly start: Instant,
    private readonly person: { readonly number: number; readonly key: string; readonly atBorder: boolean },
  ) {}

  /** Those that begin after `from` and not after `to`, in order. */
  beginning(from: Instant, to: Instant): readonly Episode[] {
    const found: Episode[] = [];
    for (let hour = this.hourOf(from); hour <= this.hourOf(to); hour++)
      found.push(...this.hour(hour).filter((episode) => episode.from > from && episode.from <= to));
    return found;
  }

  private hourOf = (t: Instant): number => Math.floor(since(this.start, t) / HOUR);

  private hour(hour: number): readonly Episode[] {
    const known = this.byHour.get(hour);
    if (known) return known;
    if (this.byHour.size > 3) this.byHour.clear();
    const drawn = hour < 0 ? [] : [...this.scripted(hour), ...this.byChance(hour)].sort((a, b) => a.from - b.from);
    this.byHour.set(hour, drawn);
    return drawn;
  }

  private scripted(hour: number): Episode[] {
    const { script, repeatMinutes } = this.scenario;
    const [begin, end] = [hour * HOUR, (hour + 1) * HOUR];
    const round = repeatMinutes === undefined ? 0 : minutes(repeatMinutes);
    const first = round === 0 ? 0 : Math.floor(begin / round);
    const rounds = round === 0 ? 1 : Math.ceil(end / round) - first;
    return Array.from({ length: rounds }, (_, index) => first + index).flatMap((number) =>
      script
        .filter((entry) => (entry.people?.[number % entry.people.length] ?? entry.person) === this.person.number)
        .map((entry) => ({ entry, offset: number * round + seconds(entry.at) }))
        .filter(({ offset }) => offset >= begin && offset < end)
        .map(({ entry, offset }) => this.episodeOf(entry, offset)),
    );
  }

  private episodeOf(entry: Scenario['script'][number], offset: number): Episode {
    const from = instant(this.start + offset);
    const angle = chance(this.person.key, 'angle', offset).between(0, 2 * Math.PI);
    const [metres, ahead] = [entry.metres ?? 250, (entry.seconds ?? 86_400) * 1_000];
    return { kind: entry.what, from, to: after(from, seconds(entry.forSeconds)), metres, angle, ahead, honest: false };
  }

  private byChance(hour: number): Episode[] {
    return Object.entries(this.scenario.faults).flatMap(([kind, fault]): Episode[] => {
      const luck = chance(this.person.key, kind, hour);
      // Reflections need houses, and only who lives at the border is over it in seconds.
      const reflects = !this.person.atBorder || this.scenario.faults.multipath?.atBorder === true;
      if (kind === 'multipath' ? !reflects : kind === 'excursion' && !this.person.atBorder) return [];
      if (!fault || luck.next() >= fault.perDay / 24) return [];
      const range = (of: readonly [number, number] | undefined): number => (of ? luck.between(of[0], of[1]) : 0);
      const from = instant(Math.round(this.start + (hour + luck.next()) * HOUR));
      const to = instant(Math.round(from + minutes(range('minutes' in fault ? fault.minutes : undefined))));
      const metres = range('metres' in fault ? fault.metres : undefined);
      const ahead = Math.round(range('seconds' in fault ? fault.seconds : undefined) * 1_000) * luck.pick([1, -1]);
      const angle = luck.between(0, 2 * Math.PI);
      // Asked last: what has no such share draws what it always drew.
      const honest = 'honest' in fault && fault.honest > 0 && luck.next() < fault.honest;
      return [{ kind: kind as HappeningKind, from, to, metres, angle, ahead, honest }];
    });
  }
}
