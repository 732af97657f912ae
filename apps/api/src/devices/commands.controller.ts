import { Controller } from '@nestjs/common';
import { deviceId } from '#libs/kernel';
import { CommandView, DeviceView } from '#libs/store';
import { z } from 'zod';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { Ask, Call } from '../http/call.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { Writes } from '../http/writes.js';
import { CommandService } from './command.service.js';

const place = z.tuple([z.string().regex(/^\d{1,18}$/)]);

@Controller('api/v1')
export class CommandsController {
  constructor(
    private readonly devices: DeviceView,
    private readonly view: CommandView,
    private readonly writes: Writes,
    private readonly commands: CommandService,
  ) {}

  @Call('readCommands')
  async list(@Ask() { officer, at, params, query }: Asked<'readCommands'>): Promise<AnswerOf<'readCommands'>> {
    const id = deviceId(params.id);
    found(await this.devices.find(id, officer.division, at), 'device.not-found');
    const before = decodeCursor(place, query.cursor)?.[0];
    const rows = await this.view.list(id, officer.division, before, query.limit + 1, at);
    return pageOf(rows, query.limit, (last) => [last.id]);
  }

  @Call('sendCommand')
  send(@Ask() asked: Asked<'sendCommand'>): Promise<AnswerOf<'sendCommand'>> {
    return this.writes.once(asked, (tx) => this.commands.send(tx, asked, deviceId(asked.params.id), asked.body));
  }
}
