import { Controller } from '@nestjs/common';
import { days, isoInShanghai, superviseeId, type SuperviseeId } from '#libs/kernel';
import { MonitoredTimeView, SuperviseeView, type TimeSpent } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found, invalidAt, type By } from '../http/by.js';
import { Ask, Call } from '../http/call.js';

const LONGEST = days(366);

/** How long somebody was really watched. It says nothing of where. */
@Controller('api/v1')
export class MonitoredTimeController {
  constructor(
    private readonly people: SuperviseeView,
    private readonly view: MonitoredTimeView,
  ) {}

  @Call('getMonitoredTime')
  async days(@Ask() asked: Asked<'getMonitoredTime'>): Promise<AnswerOf<'getMonitoredTime'>> {
    const { from, to } = asked.query;
    if (to < from) throw invalidAt('/to', 'must not be before from');
    if (Date.parse(to) - Date.parse(from) >= LONGEST) throw invalidAt('/to', 'at most 366 days at once');
    const items = (await this.view.days(await this.#person(asked, asked.params.id), from, to)).map((day) => ({
      ...day,
      ...secondsOf(day),
      longestSilence: day.longestSilence / 1_000,
      through: isoInShanghai(day.through),
    }));
    return { items, next: null };
  }

  @Call('recomputeMonitoredTime')
  async recompute(@Ask() asked: Asked<'recomputeMonitoredTime'>): Promise<AnswerOf<'recomputeMonitoredTime'>> {
    const { day } = asked.query;
    const computed = await this.view.recompute(await this.#person(asked, asked.params.id), day);
    return { day, ...computed, ...secondsOf(computed) };
  }

  async #person({ officer, at }: By, id: string): Promise<SuperviseeId> {
    const person = await this.people.find(superviseeId(id), officer.division, at);
    return superviseeId(found(person, 'supervisee.not-found').id);
  }
}

function secondsOf({ monitored, silent, noPosition, noLegalBasis }: TimeSpent): TimeSpent & { readonly bound: number } {
  return {
    bound: (monitored + silent + noPosition + noLegalBasis) / 1_000,
    monitored: monitored / 1_000,
    silent: silent / 1_000,
    noPosition: noPosition / 1_000,
    noLegalBasis: noLegalBasis / 1_000,
  };
}
