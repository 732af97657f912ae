import { Injectable } from '@nestjs/common';
import { after, deviceId, DomainError, seconds, type DeviceId, type Millis } from '#libs/kernel';
import type { Command, NewCommand } from '#libs/protocol';
import { CommandStore, CommandView, DeviceStore, TrackView, type Database } from '#libs/store';
import { z } from 'zod';
import { found, insistOnJurisdiction, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';

const patience = z.object({ answerSeconds: z.number().int().min(1).default(180) });

/** Commands to wristbands are written down here; ingest sends them. */
@Injectable()
export class CommandService {
  async send(tx: Database, by: By, id: DeviceId, wanted: NewCommand): Promise<Done<Command>> {
    const { cmd, purpose = null, ...parameters } = wanted;
    const device = found(await new DeviceStore(tx).lock(id, by.officer.division), 'device.not-found');
    const store = new CommandStore(tx);
    const wearer = await store.target(id, by.at);
    if (wearer !== undefined) insistOnJurisdiction(by, wearer.division);
    if (cmd === 'locate') insistOnOrder(id, wearer);
    const division = wearer?.division ?? device.division;
    const command = await store.add({
      deviceId: deviceId(id),
      superviseeId: wearer?.id ?? null,
      division,
      cmd,
      parameters,
      purpose,
      by: by.officer.id,
      at: by.at,
      expiresAt: after(by.at, await patienceFor(tx, division, by)),
    });
    const notices = await new CommandView(tx).notices([{ id: command, division }], by.at);
    const subject = wearer === undefined ? `device:${id}` : `supervisee:${wearer.id}`;
    // The words of a message stay in its row: the log goes to others.
    const told = 'seconds' in parameters ? { seconds: parameters.seconds } : {};
    return {
      answer: notices[0]?.data as Command,
      deeds: [{ action: 'command.given', subject, division, detail: { command, device: id, cmd, ...told }, purpose }],
      notices,
      hints: ['command-given'],
    };
  }
}

/** To ask where somebody is, is to track him: only under an order in force (art. 29). */
function insistOnOrder(id: DeviceId, wearer: { readonly ordered: boolean } | undefined): void {
  if (wearer === undefined) throw new DomainError('device.not-bound', 'Nobody wears it', { id });
  if (!wearer.ordered) throw new DomainError('order.not-in-force', 'No device order is in force for the wearer');
}

async function patienceFor(tx: Database, division: string, by: By): Promise<Millis> {
  const policy = await new TrackView(tx).policy('device.command', division, by.at);
  return seconds(patience.parse(policy).answerSeconds);
}
