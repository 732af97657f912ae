import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { AlertDetail } from '#libs/protocol';
import { Moment } from '../app/moment.js';
import { isOverdue } from '../queue/order.js';
import { useNow } from '../app/clock.js';
import { duration, useText, wordFor } from '../texts/use-text.js';

export function Times({ alert }: { readonly alert: AlertDetail }): ReactElement {
  const say = useText();
  const now = useNow();
  const took = Date.parse(alert.detectedAt) - Date.parse(alert.occurredAt);
  const waiting = alert.owner === null && alert.state !== 'resolved';
  return (
    <dl className="facts">
      <dt>{say('alert.occurred')}</dt>
      <dd>
        <Moment at={alert.occurredAt} />
      </dd>
      <dt>{say('alert.detected')}</dt>
      <dd>
        <Moment at={alert.detectedAt} />
        {alert.late && <em className="over"> {say('alert.lateMark', { age: duration(say, took) })}</em>}
      </dd>
      <dt>{say('alert.ended')}</dt>
      <dd>
        {alert.endedAt === null ? (
          <>
            {say('alert.ongoing')} · {say('alert.lastEvidence')} <Moment at={alert.lastEvidenceAt} />
          </>
        ) : (
          <>
            <Moment at={alert.endedAt} />
            {alert.endReason !== null && <> · {wordFor(say, 'endReason', alert.endReason)}</>}
          </>
        )}
      </dd>
      <dt>{say('alert.owner')}</dt>
      <dd>
        {alert.owner ? (
          <>
            {alert.owner.name} {alert.claimedAt !== null && <Moment at={alert.claimedAt} />}
          </>
        ) : (
          say('queue.noOwner')
        )}
      </dd>
      {waiting && (
        <>
          <dt>{say('alert.due')}</dt>
          <dd className={isOverdue(alert, now) ? 'over' : ''}>
            <Moment at={alert.due} />
          </dd>
        </>
      )}
      {alert.deviceId !== null && (
        <>
          <dt>{say('alert.device')}</dt>
          <dd>
            <Link to={`/devices/${alert.deviceId}`}>{alert.deviceId}</Link>
          </dd>
        </>
      )}
    </dl>
  );
}
