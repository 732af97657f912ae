import { lazy, Suspense, type ReactElement } from 'react';
import { Outlet } from 'react-router';
import { QueuePanel } from '../queue/queue-panel.js';

// The map's library is a megabyte: the queue must not wait for it.
const MapPanel = lazy(() => import('../map/map-panel.js').then(({ MapPanel: component }) => ({ default: component })));

/** The queue, the map, and what is selected: one look. */
export function WatchPage(): ReactElement {
  return (
    <main className="watch">
      <QueuePanel />
      <Suspense fallback={<section className="map" aria-busy="true" />}>
        <MapPanel />
      </Suspense>
      <Outlet />
    </main>
  );
}
