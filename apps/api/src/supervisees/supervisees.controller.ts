import { Controller } from '@nestjs/common';
import { orderId, superviseeId } from '#libs/kernel';
import type { Order, Supervisee, Track } from '#libs/protocol';
import { OrderStore, SuperviseeView } from '#libs/store';
import { z } from 'zod';
import { Ask, Call } from '../http/call.js';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { Writes } from '../http/writes.js';
import { OrderService } from './order.service.js';
import { SuperviseeService } from './supervisee.service.js';
import { TrackService } from './track.service.js';

const place = z.tuple([z.string().regex(/^\d{1,19}$/)]);

@Controller('api/v1')
export class SuperviseesController {
  constructor(
    private readonly view: SuperviseeView,
    private readonly writes: Writes,
    private readonly register: SuperviseeService,
    private readonly tracks: TrackService,
  ) {}

  @Call('listSupervisees')
  async list(@Ask() { officer, at, query }: Asked<'listSupervisees'>): Promise<AnswerOf<'listSupervisees'>> {
    const [afterId] = decodeCursor(place, query.cursor) ?? ['0'];
    const { search, division, limit } = query;
    const people = await this.view.list(officer.division, { search, division, afterId, limit: limit + 1 }, at);
    return pageOf(people, limit, ({ id }) => [id]);
  }

  @Call('addSupervisee')
  add(@Ask() asked: Asked<'addSupervisee'>): Promise<Supervisee> {
    return this.writes.once(asked, (tx) => this.register.add(tx, asked, asked.body));
  }

  @Call('getSupervisee')
  async get(@Ask() { officer, at, params }: Asked<'getSupervisee'>): Promise<Supervisee> {
    return found(await this.view.find(superviseeId(params.id), officer.division, at), 'supervisee.not-found');
  }

  @Call('changeSupervisee')
  change(@Ask() asked: Asked<'changeSupervisee'>): Promise<Supervisee> {
    return this.writes.once(asked, (tx) => this.register.change(tx, asked, superviseeId(asked.params.id), asked.body));
  }

  @Call('getTrack')
  track(@Ask() asked: Asked<'getTrack'>): Promise<Track> {
    return this.tracks.look(asked, superviseeId(asked.params.id), asked.query);
  }
}

@Controller('api/v1')
export class OrdersController {
  constructor(
    private readonly view: SuperviseeView,
    private readonly orderStore: OrderStore,
    private readonly writes: Writes,
    private readonly orders: OrderService,
  ) {}

  @Call('listOrders')
  async list(@Ask() { officer, at, params }: Asked<'listOrders'>): Promise<AnswerOf<'listOrders'>> {
    const { id } = found(await this.view.find(superviseeId(params.id), officer.division, at), 'supervisee.not-found');
    return { items: await this.orderStore.listOf(superviseeId(id)), next: null };
  }

  @Call('proposeOrder')
  propose(@Ask() asked: Asked<'proposeOrder'>): Promise<Order> {
    return this.writes.once(asked, (tx) => this.orders.propose(tx, asked, superviseeId(asked.params.id), asked.body));
  }

  @Call('approveOrder')
  approve(@Ask() asked: Asked<'approveOrder'>): Promise<Order> {
    return this.writes.once(asked, (tx) => this.orders.approve(tx, asked, orderId(asked.params.id)));
  }

  @Call('endOrder')
  end(@Ask() asked: Asked<'endOrder'>): Promise<Order> {
    const reason = asked.body?.reason ?? null;
    return this.writes.once(asked, (tx) => this.orders.end(tx, asked, orderId(asked.params.id), reason));
  }
}
