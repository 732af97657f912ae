import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { Near } from '#libs/protocol';
import { serverNow } from '../app/clock.js';
import { dateTime, shortTime } from '../app/time.js';
import { useText } from '../texts/use-text.js';
import type { Search } from './search.js';

/** As many as the platform tells at most. */
const MOST = 500;

/** Who was found, the nearest first, and what the answer cannot say. */
export function NearbyList({
  found,
  search,
}: {
  readonly found: readonly Near[];
  readonly search: Search;
}): ReactElement {
  const say = useText();
  const { from, to, metres } = search;
  return (
    <div data-testid="nearby-found" data-found={found.length}>
      <p>{say('nearby.summary', { found: found.length, metres, from: dateTime(from), to: dateTime(to) })}</p>
      {found.length >= MOST && <p className="over">{say('nearby.most', { most: MOST })}</p>}
      <ol className="log">
        {found.map((one) => (
          <li key={one.superviseeId}>
            <Link to={`/supervisees/${one.superviseeId}`}>{one.name}</Link>{' '}
            <b>{say('nearby.metres', { metres: Math.round(one.metres) })}</b> <Exactness near={one} metres={metres} />
            <div>
              {say('nearby.nearest', { at: shortTime(one.nearestAt, serverNow()) })}
              <span className="faded">
                {' '}
                ·{' '}
                {one.fixes === 1
                  ? say('nearby.once')
                  : say('nearby.seen', { fixes: one.fixes, from: time(one.firstAt), to: time(one.lastAt) })}
              </span>
            </div>
          </li>
        ))}
      </ol>
      <p className="faded">{say('nearby.unknown')}</p>
    </div>
  );
}

/** How sure the distance is. */
function Exactness({ near, metres }: { readonly near: Near; readonly metres: number }): ReactElement {
  const say = useText();
  if (near.accuracy === null) return <span className="faded">{say('nearby.errorUnknown')}</span>;
  const sure = near.metres + near.accuracy <= metres;
  return (
    <span className="faded">
      {say(sure ? 'nearby.error' : 'nearby.unsure', { accuracy: Math.round(near.accuracy) })}
    </span>
  );
}

const time = (at: string): string => dateTime(at).slice(11);
