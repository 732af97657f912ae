import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { dateTime } from '../app/time.js';
import { SeverityMark } from '../queue/severity-mark.js';
import { useText } from '../texts/use-text.js';

const SHOWN = 20;

/** What there was with this person, also what is resolved. */
export function OwnAlerts({ superviseeId }: { readonly superviseeId: string }): ReactElement {
  const say = useText();
  const alerts = useQuery({
    queryKey: [...keys.supervisee(superviseeId), 'alerts'],
    queryFn: () =>
      answerOf(api.GET('/api/v1/alerts', { params: { query: { supervisee: superviseeId, limit: SHOWN } } })),
  });
  const items = alerts.data?.items ?? [];
  return (
    <section>
      <h3>{say('dossier.alerts')}</h3>
      {alerts.isSuccess && items.length === 0 && <p className="faded">{say('alert.none')}</p>}
      <ul className="log">
        {items.map((alert) => (
          <li key={alert.id}>
            <SeverityMark severity={alert.severity} hollow={alert.endedAt !== null} size={10} />{' '}
            <Link to={`/alerts/${alert.id}`}>{say(`kind.${alert.kind}`)}</Link> {dateTime(alert.occurredAt)}{' '}
            <span className="faded">
              {say(`state.${alert.state}`)}
              {alert.resolution !== null && ` · ${say(`resolution.${alert.resolution}`)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
