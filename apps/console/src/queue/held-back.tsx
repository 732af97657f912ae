import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { dateTime } from '../app/time.js';
import { useText } from '../texts/use-text.js';

const AGAIN_MS = 30_000;

/** What does not call anybody at the moment: a queue that is empty because of it must say so. */
export function HeldBack(): ReactElement | null {
  const say = useText();
  const { data } = useQuery({
    queryKey: [...keys.suppressions, 'standing'],
    refetchInterval: AGAIN_MS,
    queryFn: () =>
      answerOf(api.GET('/api/v1/suppressions', { params: { query: { standing: 'true' as const, limit: 100 } } })),
  });
  const standing = data?.items ?? [];
  if (standing.length === 0) return null;
  const held = standing.reduce((sum, one) => sum + one.held, 0);
  return (
    <details className="held-back" data-testid="held-back">
      <summary>{say('suppression.queue', { count: standing.length, held })}</summary>
      <ul className="log">
        {standing.map((one) => (
          <li key={one.id} data-state={one.state}>
            {one.superviseeId === null ? (
              <b>{one.deviceId === null ? say('suppression.everybody') : one.deviceId}</b>
            ) : (
              <Link to={`/supervisees/${one.superviseeId}`}>{one.superviseeName}</Link>
            )}{' '}
            {one.kind === null ? say('suppression.all') : say(`kind.${one.kind}`)} ·{' '}
            {say(`suppressionState.${one.state}`)} · {say('suppression.held', { held: one.held })}
            <div className="faded">
              {say('suppression.until', { to: dateTime(one.to) })} · {one.proposedBy.name} · {one.reason}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
