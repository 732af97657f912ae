import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { MonitoredDay } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { serverNow } from '../app/clock.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { duration, useText } from '../texts/use-text.js';
import './monitored-time.css';

const DAYS = 30;
const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;
const parts = ['monitored', 'noPosition', 'silent', 'noLegalBasis'] as const;

/** How the last thirty days were spent: a bar a day, as long as the time in which a wristband was bound. */
export function MonitoredTime({ superviseeId }: { readonly superviseeId: string }): ReactElement {
  const say = useText();
  const ledger = useQuery({
    queryKey: [...keys.supervisee(superviseeId), 'monitored-time'],
    queryFn: () => {
      const query = { from: dayOf(serverNow() - (DAYS - 1) * DAY_MS), to: dayOf(serverNow()) };
      const params = { path: { id: superviseeId }, query };
      return answerOf(api.GET('/api/v1/supervisees/{id}/monitored-time', { params }));
    },
  });
  const items = ledger.data?.items ?? [];
  return (
    <section data-testid="monitored-time">
      <h3>{say('dossier.time')}</h3>
      {ledger.isSuccess && (
        <p className="faded">{say(items.length === 0 ? 'dossier.time.none' : 'dossier.time.about')}</p>
      )}
      {ledger.isError && <ProblemPanel problem={ledger.error} retry={() => void ledger.refetch()} />}
      <ol className="spent">
        {items.map((day) => (
          <Day key={day.day} day={day} />
        ))}
      </ol>
      {items.length > 0 && (
        <p className="spent-key">
          {parts.map((part) => (
            <span key={part}>
              <i className={`spent-${part}`} /> {say(`dossier.time.${part}`)}{' '}
              <span className="faded">{duration(say, sum(items, part) * 1_000)}</span>
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

function Day({ day }: { readonly day: MonitoredDay }): ReactElement {
  const say = useText();
  const told = parts
    .filter((part) => day[part] > 0)
    .map((part) => `${say(`dossier.time.${part}`)} ${duration(say, day[part] * 1_000)}`)
    .join(' · ');
  return (
    <li title={told} aria-label={`${day.day}: ${told}`}>
      <span className="faded">{day.day.slice(5)}</span>
      <span className="spent-bar">
        {parts.map((part) => (
          <i key={part} className={`spent-${part}`} style={{ width: `${(day[part] / 86_400) * 100}%` }} />
        ))}
      </span>
      {/* Never rounded up: a day with a minute of silence was not wholly monitored. */}
      <span>{say('dossier.time.share', { percent: Math.floor((day.monitored / day.bound) * 100) })}</span>
    </li>
  );
}

const sum = (days: readonly MonitoredDay[], part: (typeof parts)[number]): number =>
  days.reduce((total, day) => total + day[part], 0);
const dayOf = (at: number): string => new Date(at + SHANGHAI_MS).toISOString().slice(0, 10);
