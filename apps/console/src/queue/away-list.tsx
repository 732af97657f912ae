import { Button } from 'antd';
import { useMemo, type ReactElement } from 'react';
import { Link } from 'react-router';
import { useLiveState } from '../api/use-line.js';
import { shortTime } from '../app/time.js';
import { serverAhead, useNow } from '../app/clock.js';
import { useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { whatOf } from '../app/degraded-banner.js';
import { alertOf, isAboutUs } from './board.js';
import { SeverityMark } from './severity-mark.js';

/** What happened while the line was down or the page was closed, newest first; it stays until it was seen. */
export function AwayList(): ReactElement | null {
  const say = useText();
  const { line } = useWatch();
  const { away, awayFrom, awayUnknown } = useLiveState(line);
  const now = useNow();
  const newest = useMemo(() => [...away].reverse(), [away]);
  const last = newest[0];
  if (!line || (!last && !awayUnknown)) return null;
  return (
    <section className="away" data-testid="away" aria-label={say('away.title', { count: away.length })}>
      <header>
        <h3>{say('away.title', { count: away.length })}</h3>
        {awayFrom !== undefined && last && (
          <span className="faded">
            {say('away.since', {
              from: shortTime(awayFrom + serverAhead.get(), now),
              to: shortTime(last.at, now),
            })}
          </span>
        )}
        <Button size="small" onClick={() => line.dismissAway()}>
          {say('away.dismiss')}
        </Button>
      </header>
      {awayUnknown && <p>{say('away.reset')}</p>}
      <ol>
        {newest.map((event) => {
          const [alert] = alertOf(event);
          return (
            <li key={event.cursor}>
              <time dateTime={event.at}>{shortTime(event.at, now)}</time>{' '}
              {alert ? (
                <Link to={`/alerts/${alert.id}`}>
                  <SeverityMark severity={alert.severity} hollow={alert.endedAt !== null} size={10} />{' '}
                  {say(`kind.${alert.kind}`)} {alert.superviseeName}
                </Link>
              ) : null}{' '}
              <span className="faded">{say(`event.${event.type}`)}</span> {isAboutUs(event) && whatOf(say, event.data)}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
