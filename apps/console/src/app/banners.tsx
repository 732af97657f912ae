import type { ReactElement } from 'react';
import { lineStatus } from '../api/line-status.js';
import { useLiveState } from '../api/use-line.js';
import { useDegradedByAsking } from '../api/queries.js';
import { duration, useText } from '../texts/use-text.js';
import { serverAhead, useNow } from './clock.js';
import { DegradedBanner } from './degraded-banner.js';
import { dateTime } from './time.js';
import { seesAlerts, useWatch } from './watch.js';

/** What cannot be relied on now, since when, and what still works. */
export function Banners(): ReactElement {
  const say = useText();
  const { line, account } = useWatch();
  const state = useLiveState(line);
  const now = useNow() - serverAhead.get();
  // Whoever has no line, the administrator, must know it too: he is the one to mend it.
  const asked = useDegradedByAsking(!seesAlerts(account));
  const degraded = line ? [...state.degraded.values()] : asked;
  const status = line && lineStatus(state, now);
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
      {degraded.map((one) => (
        <DegradedBanner key={one.what} degraded={one} />
      ))}
    </div>
  );
}
