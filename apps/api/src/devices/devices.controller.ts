import { Controller } from '@nestjs/common';
import { deviceId } from '#libs/kernel';
import type { Device, DeviceHealth } from '#libs/protocol';
import { DeviceView } from '#libs/store';
import { z } from 'zod';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { Ask, Call } from '../http/call.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { Writes } from '../http/writes.js';
import { DeviceService, shownTo } from './device.service.js';

const place = z.tuple([z.string().regex(/^\d{1,19}$/), z.string().max(32)]);

@Controller('api/v1')
export class DevicesController {
  constructor(
    private readonly view: DeviceView,
    private readonly writes: Writes,
    private readonly devices: DeviceService,
  ) {}

  @Call('listDevices')
  async list(@Ask() asked: Asked<'listDevices'>): Promise<AnswerOf<'listDevices'>> {
    const { officer, at, query } = asked;
    const after = decodeCursor(place, query.cursor) ?? ['-1', ''];
    const rows = await this.view.list(officer.division, after, query.limit + 1, at);
    const { items, next } = pageOf(rows, query.limit, (last) => last.place);
    return { items: items.map(({ device }) => device).map(shownTo(asked)), next };
  }

  @Call('addDevice')
  add(@Ask() asked: Asked<'addDevice'>): Promise<AnswerOf<'addDevice'>> {
    return this.writes.once(asked, (tx) => this.devices.add(tx, asked, asked.body));
  }

  @Call('getDevice')
  async get(@Ask() asked: Asked<'getDevice'>): Promise<DeviceHealth> {
    const { officer, at, params } = asked;
    const health = found(await this.view.health(deviceId(params.id), officer.division, at), 'device.not-found');
    return shownTo(asked)(health);
  }

  @Call('bindDevice')
  bind(@Ask() asked: Asked<'bindDevice'>): Promise<Device> {
    return this.writes.once(asked, (tx) => this.devices.bind(tx, asked, deviceId(asked.params.id), asked.body));
  }

  @Call('unbindDevice')
  unbind(@Ask() asked: Asked<'unbindDevice'>): Promise<Device> {
    return this.writes.once(asked, (tx) => this.devices.unbind(tx, asked, deviceId(asked.params.id)));
  }
}
