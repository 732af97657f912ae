import type { ReactElement } from 'react';
import { lineStatus } from '../api/line-status.js';
import { useLiveState } from '../api/use-line.js';
import { duration, useText, wordFor } from '../texts/use-text.js';
import { serverAhead, useNow } from './clock.js';
import { dateTime } from './time.js';
import { useWatch } from './watch.js';

/** What cannot be relied on now, since when, and what still works. */
export function Banners(): ReactElement | null {
  const say = useText();
  const { line } = useWatch();
  const state = useLiveState(line);
  const now = useNow() - serverAhead.get();
  if (!line) return null;
  const status = lineStatus(state, now);
  return (
    <div className="banners" role="status">
      {status === 'lost' && state.lostAt !== undefined && (
        <p className="banner banner-critical" data-testid="banner-lost">
          <span aria-hidden>⚠ </span>
          {say('live.banner.lost', {
            since: dateTime(state.lostAt + serverAhead.get()).slice(11),
            age: duration(say, now - state.lostAt),
          })}
        </p>
      )}
      {status === 'quiet' && (
        <p className="banner banner-serious" data-testid="banner-quiet">
          <span aria-hidden>⚠ </span>
          {say('live.banner.quiet', { age: duration(say, now - (state.heardAt ?? now)) })}
        </p>
      )}
      {[...state.degraded].map(([what, since]) => (
        <p key={what} className="banner banner-serious" data-testid="banner-degraded">
          <span aria-hidden>⚠ </span>
          {say('live.banner.degraded', { since: dateTime(since), what: wordFor(say, 'live.what', what) })}
        </p>
      ))}
    </div>
  );
}
