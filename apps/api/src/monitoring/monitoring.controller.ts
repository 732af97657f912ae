import { Controller } from '@nestjs/common';
import { seesPeople } from '#libs/identity';
import { MonitoringView } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';

@Controller('api/v1')
export class MonitoringController {
  constructor(private readonly view: MonitoringView) {}

  @Call('getMonitoring')
  async get(@Ask() { officer }: Asked<'getMonitoring'>): Promise<AnswerOf<'getMonitoring'>> {
    const reader = { division: officer.division, seesPeople: seesPeople(officer.role) };
    const watched = await this.view.conditions();
    const stopped = (await this.view.stopped(reader)).map((one) => ({ ...one, state: 'degraded' as const }));
    const conditions = [...watched, ...stopped];
    const isDegraded = conditions.some(({ state }) => state === 'degraded');
    const { at } = await this.view.lastRound();
    return { state: isDegraded ? 'degraded' : 'normal', measuredAt: at, conditions };
  }
}
