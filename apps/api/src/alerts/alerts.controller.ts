import { Controller } from '@nestjs/common';
import { alertId, incidentId, instant } from '#libs/kernel';
import { alertKinds, alertStates, type AlertDetail, type Incident } from '#libs/protocol';
import { AlertView, IncidentStore } from '#libs/store';
import { z } from 'zod';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found, invalidAt } from '../http/by.js';
import { Ask, Call } from '../http/call.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { Writes } from '../http/writes.js';
import { AlertService } from './alert.service.js';

const whole = z.string().regex(/^-?\d{1,19}$/);
const place = z.tuple([z.int(), z.int(), whole, whole]);

@Controller('api/v1')
export class AlertsController {
  constructor(
    private readonly view: AlertView,
    private readonly incidents: IncidentStore,
    private readonly writes: Writes,
    private readonly alerts: AlertService,
  ) {}

  @Call('listAlerts')
  async list(@Ask() { officer, query }: Asked<'listAlerts'>): Promise<AnswerOf<'listAlerts'>> {
    const rows = await this.view.list(officer.division, {
      states: someOf(alertStates, query.state, '/state'),
      kinds: someOf(alertKinds, query.kind, '/kind'),
      superviseeId: query.supervisee,
      severity: query.severity,
      since: query.since === undefined ? undefined : instant(Date.parse(query.since)),
      after: decodeCursor(place, query.cursor),
      limit: query.limit + 1,
    });
    const { items, next } = pageOf(rows, query.limit, (last) => last.place);
    return { items: items.map(({ alert }) => alert), next };
  }

  @Call('getAlert')
  async get(@Ask() { officer, params }: Asked<'getAlert'>): Promise<AlertDetail> {
    return found(await this.view.find(alertId(params.id), officer.division), 'alert.not-found');
  }

  @Call('claimAlert')
  claim(@Ask() asked: Asked<'claimAlert'>): Promise<AlertDetail> {
    return this.writes.once(asked, (tx) => this.alerts.claim(tx, asked, alertId(asked.params.id)));
  }

  @Call('ackAlert')
  ack(@Ask() asked: Asked<'ackAlert'>): Promise<AlertDetail> {
    return this.writes.once(asked, (tx) => this.alerts.ack(tx, asked, alertId(asked.params.id)));
  }

  @Call('noteAlert')
  note(@Ask() asked: Asked<'noteAlert'>): Promise<AlertDetail> {
    return this.writes.once(asked, (tx) => this.alerts.note(tx, asked, alertId(asked.params.id), asked.body.note));
  }

  @Call('resolveAlert')
  resolve(@Ask() asked: Asked<'resolveAlert'>): Promise<AlertDetail> {
    const { code, note } = asked.body;
    return this.writes.once(asked, (tx) => this.alerts.resolve(tx, asked, alertId(asked.params.id), code, note));
  }

  @Call('getIncident')
  async incident(@Ask() { officer, params }: Asked<'getIncident'>): Promise<Incident> {
    return found(await this.incidents.find(incidentId(params.id), officer.division), 'incident.not-found');
  }

  @Call('resolveIncident')
  resolveAll(@Ask() asked: Asked<'resolveIncident'>): Promise<Incident> {
    const { code, note } = asked.body;
    return this.writes.once(asked, (tx) => this.alerts.resolveAll(tx, asked, incidentId(asked.params.id), code, note));
  }

  @Call('contactAlert')
  contact(@Ask() asked: Asked<'contactAlert'>): Promise<AlertDetail> {
    return this.writes.once(asked, (tx) => this.alerts.contact(tx, asked, alertId(asked.params.id), asked.body));
  }

  @Call('escalateAlert')
  escalate(@Ask() asked: Asked<'escalateAlert'>): Promise<AlertDetail> {
    const note = asked.body?.note ?? '';
    return this.writes.once(asked, (tx) => this.alerts.escalate(tx, asked, alertId(asked.params.id), note));
  }
}

/** `open,claimed` as a list; a word that is not one of `known` is refused, or a misspelt filter would show nothing. */
function someOf(known: readonly string[], given: string | undefined, pointer: string): readonly string[] | undefined {
  const words = given?.split(',');
  if (words?.every((word) => known.includes(word)) === false) throw invalidAt(pointer, `some of: ${known.join(', ')}`);
  return words;
}
