import { instant, minutes, type Instant } from '#libs/kernel';
import { Bearer } from '../../../devices-sim/src/person/bearer.js';
import { chance } from '../../../devices-sim/src/person/chance.js';
import type { Person } from '../../../devices-sim/src/person/person.js';
import type { Scenario } from '../../../devices-sim/src/scenario/scenario.js';
import type { Message, Sent } from './sent.js';

/** Records of a backlog that go in one message, and how long until the next one. */
const TOGETHER = 50;
const PAUSE = 400;

/** What one wristband made, and how it came in: late, out of order, twice. */
export interface Delivered {
  readonly messages: readonly Message[];
  /** Everything that was made, in the order in which it was; what never came in is received never. */
  readonly made: readonly Sent[];
}

export function deliveriesOf(person: Person, scenario: Scenario, start: Instant, end: Instant): Delivered {
  const bearer = new Bearer(person, scenario, start);
  const way = new Way(person, scenario);
  const interval = scenario.intervalSeconds * 1_000;
  const first = Math.round(start + chance(person.key, 'first').next() * interval);
  for (let due = first; due < end; due += interval) {
    // Events are told at once, not with the next fix.
    for (let turn; (turn = bearer.nextTurn(instant(due))) !== undefined;) way.take(bearer, turn, false);
    way.take(bearer, instant(due), true);
  }
  return way.delivered();
}

class Way {
  private readonly messages: Message[] = [];
  private readonly made: Sent[] = [];
  private outbox: { said: Sent['said']; made: Instant }[] = [];
  private readonly luck;
  private seq = 0;

  constructor(
    person: Person,
    private readonly scenario: Scenario,
  ) {
    this.luck = chance(person.key, 'way');
  }

  take(bearer: Bearer, at: Instant, fixIsDue: boolean): void {
    for (const happened of bearer.step(at, fixIsDue))
      if (happened.kind === 'record')
        this.outbox.push({ said: { ...happened.record, seq: (this.seq += 1) }, made: at });
    if (bearer.connected && this.outbox.length > 0) this.send(at);
  }

  /** The newest first, then what waited, in the order the scenario wants. */
  private send(at: Instant): void {
    const all = this.outbox;
    this.outbox = [];
    const backlog = all.length > 5 && this.scenario.backlog === 'shuffled' ? this.shuffled(all) : all;
    for (let from = 0; from < backlog.length; from += TOGETHER) {
      const pause = (from / TOGETHER) * PAUSE;
      this.receive(backlog.slice(from, from + TOGETHER), instant(Math.round(at + pause + this.delay())));
    }
  }

  private receive(records: readonly { said: Sent['said']; made: Instant }[], receivedAt: Instant): void {
    const sent = records.map(({ said, made }): Sent => ({ said, made, receivedAt }));
    this.made.push(...sent);
    this.messages.push({ receivedAt, records: sent });
    if (this.luck.next() >= this.scenario.duplicates) return;
    const again = instant(Math.round(receivedAt + this.luck.between(500, minutes(2))));
    this.messages.push({ receivedAt: again, records: sent.map((one) => ({ ...one, receivedAt: again })) });
  }

  /** Nearly always within two seconds; one in a hundred takes its time on a mobile network. */
  private delay(): number {
    return this.luck.next() < 0.01 ? this.luck.between(3_000, 14_000) : this.luck.between(150, 1_800);
  }

  private shuffled<T>(all: readonly T[]): T[] {
    const mixed = [...all];
    for (let i = mixed.length - 1; i > 0; i--) {
      const j = Math.floor(this.luck.next() * (i + 1));
      [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
    }
    return mixed;
  }

  delivered(): Delivered {
    const messages = this.messages.sort((a, b) => a.receivedAt - b.receivedAt);
    const made = this.made.sort((a, b) => a.made - b.made || a.said.seq - b.said.seq);
    return { messages, made };
  }
}
