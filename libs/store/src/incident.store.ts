import type { AlertId, IncidentId, Instant } from '#libs/kernel';
import type { AlertKind, Incident } from '#libs/protocol';
import { AlertView } from './alert.view.js';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

const lockIncidents = statement<{ ours: boolean }>('lock_incidents');
const findStorms = statement<{
  county: string;
  kind: AlertKind;
  incident_id: IncidentId | null;
  began_at: Date;
  alerts: AlertId[];
}>('find_storms');
const addIncident = statement<{ id: IncidentId }>('add_incident');
const joinIncident = statement<{ id: AlertId; division: string }>('join_incident');
const readIncident = statement<{
  id: IncidentId;
  division: string;
  kind: AlertKind;
  began_at: Date;
  last_at: Date;
  members: string[];
}>('read_incident');
const readPolicy = statement<{ parameters: unknown }>('read_policy');

/** Alerts of one kind and county that came together. */
export interface Storm {
  readonly incidentId: IncidentId;
  readonly county: string;
  readonly kind: AlertKind;
  readonly isNew: boolean;
  readonly joined: readonly { readonly id: AlertId; readonly division: string }[];
}

export interface StormLimits {
  readonly perMinute: number;
  readonly joinMinutes: number;
}

/** What happened to many at once. */
export class IncidentStore {
  constructor(private readonly db: Database) {}

  /** The parameters of the policy in force. */
  async policy(at: Instant): Promise<unknown> {
    return (await readPolicy(this.db, 'storm', '', new Date(at)))[0]?.parameters ?? {};
  }

  /** Gathers what belongs together, unless another worker does; in a transaction. */
  async gather(kinds: readonly AlertKind[], limits: StormLimits, now: Instant): Promise<Storm[]> {
    const [lock] = await lockIncidents(this.db);
    if (lock?.ours !== true) return [];
    const at = new Date(now);
    const storms: Storm[] = [];
    for (const storm of await findStorms(this.db, at, kinds, limits.perMinute, limits.joinMinutes)) {
      const { county, kind, alerts } = storm;
      const id = storm.incident_id ?? (await addIncident(this.db, county, kind, storm.began_at, at))[0]?.id;
      if (id === undefined) throw new Error('an incident was added and has no id');
      const joined = await joinIncident(this.db, id, alerts, at);
      storms.push({ incidentId: id, county, kind, isNew: storm.incident_id === null, joined });
    }
    return storms;
  }

  async find(id: IncidentId, jurisdiction: string): Promise<Incident | undefined> {
    const [row] = await readIncident(this.db, id, jurisdiction);
    if (row === undefined) return undefined;
    const members = await new AlertView(this.db).some(row.members, jurisdiction);
    const { division, kind } = row;
    return { id: row.id, division, kind, beganAt: iso(row.began_at), lastAt: iso(row.last_at), members };
  }
}
