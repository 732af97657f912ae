import { Controller } from '@nestjs/common';
import { leaveId, superviseeId } from '#libs/kernel';
import type { Leave } from '#libs/protocol';
import { LeaveStore, SuperviseeView } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { Ask, Call } from '../http/call.js';
import { Writes } from '../http/writes.js';
import { LeaveService } from './leave.service.js';

@Controller('api/v1')
export class LeavesController {
  constructor(
    private readonly people: SuperviseeView,
    private readonly store: LeaveStore,
    private readonly writes: Writes,
    private readonly leaves: LeaveService,
  ) {}

  @Call('listLeaves')
  async list(@Ask() { officer, at, params }: Asked<'listLeaves'>): Promise<AnswerOf<'listLeaves'>> {
    const { id } = found(await this.people.find(superviseeId(params.id), officer.division, at), 'supervisee.not-found');
    return { items: await this.store.listOf(superviseeId(id)), next: null };
  }

  @Call('approveLeave')
  approve(@Ask() asked: Asked<'approveLeave'>): Promise<Leave> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.leaves.approve(tx, asked, superviseeId(params.id), body));
  }

  @Call('reportBack')
  reportBack(@Ask() asked: Asked<'reportBack'>): Promise<Leave> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.leaves.reportBack(tx, asked, leaveId(params.id), body?.note ?? null));
  }

  @Call('withdrawLeave')
  withdraw(@Ask() asked: Asked<'withdrawLeave'>): Promise<Leave> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.leaves.withdraw(tx, asked, leaveId(params.id), body.reason));
  }
}
