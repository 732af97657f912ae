import { lazy, Suspense, type ReactElement } from 'react';
import { Outlet, useLocation } from 'react-router';
import { FaultBoundary } from './fault-boundary.js';
import { QueuePanel } from '../queue/queue-panel.js';
import { useText } from '../texts/use-text.js';

// The map's library is a megabyte: the queue must not wait for it.
const MapPanel = lazy(() => import('../map/map-panel.js').then(({ MapPanel: component }) => ({ default: component })));

/** The queue, the map, and what is selected: one look. */
export function WatchPage(): ReactElement {
  const say = useText();
  const { pathname } = useLocation();
  return (
    <main className="watch">
      <h1 className="unseen">{say('shell.watch')}</h1>
      <QueuePanel />
      <FaultBoundary>
        <Suspense fallback={<section className="map" aria-busy="true" />}>
          <MapPanel />
        </Suspense>
      </FaultBoundary>
      <FaultBoundary key={pathname}>
        <Suspense fallback={<section className="panel" aria-busy="true" />}>
          <Outlet />
        </Suspense>
      </FaultBoundary>
    </main>
  );
}
