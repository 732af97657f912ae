import { alertId, instant, type AlertId } from '#libs/kernel';
import type { Severity } from '#libs/protocol';
import { summaryOf, writeJournal } from '#libs/store';
import type { TestDatabase } from './test-database.js';

export interface RaisedAlert {
  readonly superviseeId: string;
  readonly division: string;
  readonly severity?: Severity;
  readonly kind?: string;
  readonly occurredAt?: number;
}

let episodes = 0;

/** An alert as the engine would raise it, with the event that consoles are told. */
export async function raiseAlert(database: TestDatabase, alert: RaisedAlert): Promise<AlertId> {
  const { superviseeId, division, severity = 'serious', kind = 'zone.exit', occurredAt = Date.now() } = alert;
  episodes += 1;
  const episode = `spec:${episodes}`;
  return database.db.transaction(async (tx) => {
    const { rows } = await tx.query({
      name: 'raise_alert_for_a_spec',
      text: `insert into alert (episode, supervisee_id, division, kind, severity, occurred_at, detected_at, last_evidence_at,
          due_at, evidence, versions, latencies)
        values ($1, $2, $3, $4, $5, $6, $6, $6, $6, '{"facts":{"metres":320},"fixes":[],"zone":null,"records":[]}',
          '{"rule":1}', jsonb_build_object('fixAt', null, 'receivedAt', null, 'judgedAt', '2026-11-23T00:00:00.000+08:00'))
        returning id`,
      values: [episode, superviseeId, division, kind, severity, new Date(occurredAt)],
    });
    const id = alertId((rows[0] as { id: string }).id);
    const data = await summaryOf(tx, id);
    await writeJournal(tx, [], [{ type: 'alert.opened', at: instant(occurredAt), division, data }]);
    return id;
  });
}
