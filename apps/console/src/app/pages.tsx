import { lazy, Suspense, type ReactElement } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import type { Account } from '#libs/protocol';
import { sessionLost } from '../api/client.js';
import { useNewLine } from '../api/use-line.js';
import { useMe } from '../api/queries.js';
import { AlertPanel } from '../alert/alert-panel.js';
import { NothingSelected } from '../alert/nothing-selected.js';
import { SignIn } from '../session/sign-in.js';
import { SetUp } from '../session/set-up.js';
import { FaultBoundary } from './fault-boundary.js';
import { NoPermission } from './no-permission.js';
import { NotFound } from './not-found.js';
import { ProblemPanel } from './problem-panel.js';
import { Shell } from './shell.js';
import { useStore } from './store.js';
import { seesAlerts, seesAudit, WatchContext } from './watch.js';
import { WatchPage } from './watch-page.js';

const AuditPage = lazy(() => import('../audit/audit-page.js'));
const BacktestsPage = lazy(() => import('../backtests/backtests-page.js'));
const DevicesPage = lazy(() => import('../devices/devices-page.js'));
const PointsPage = lazy(() => import('../points/points-page.js'));
const Nearby = lazy(() => import('../nearby/nearby.js'));
const ListedPlaces = lazy(() => import('../listed-places/listed-places.js'));
const Dossier = lazy(() => import('../dossier/dossier.js'));

/** Which page an address is. */
export function Pages(): ReactElement {
  return (
    <Routes>
      <Route path="/setup" element={<SetUp />} />
      <Route path="*" element={<Doorway />} />
    </Routes>
  );
}

function Doorway(): ReactElement {
  const me = useMe();
  const lost = useStore(sessionLost);
  if (me.isPending) return <div className="blank" aria-busy="true" />;
  // Once known, somebody stays who they are while the server cannot be reached.
  if (me.data === undefined) return <ProblemPanel problem={me.error} retry={() => void me.refetch()} alone />;
  return me.data === null || lost ? <SignIn /> : <SignedIn key={me.data.id} account={me.data} />;
}

function SignedIn({ account }: { readonly account: Account }): ReactElement {
  const line = useNewLine(account);
  return (
    <WatchContext value={{ account, line }}>
      <Shell>
        <FaultBoundary>
          <Suspense fallback={<div className="blank" aria-busy="true" />}>
            <Inside account={account} />
          </Suspense>
        </FaultBoundary>
      </Shell>
    </WatchContext>
  );
}

function Inside({ account }: { readonly account: Account }): ReactElement {
  const alerts = seesAlerts(account);
  return (
    <Routes>
      <Route path="/" element={alerts ? <WatchPage /> : <Navigate to="/devices" replace />}>
        <Route index element={<NothingSelected />} />
        <Route path="alerts/:id" element={<AlertPanel />} />
        <Route path="nearby" element={<Nearby />} />
        <Route path="listed-places" element={<ListedPlaces />} />
        <Route path="supervisees/:id" element={<Dossier />} />
      </Route>
      <Route path="/devices/:id?" element={<DevicesPage />} />
      <Route path="/backtests/:id?" element={alerts ? <BacktestsPage /> : <NoPermission />} />
      <Route path="/points/:id?" element={alerts ? <PointsPage /> : <NoPermission />} />
      <Route path="/audit" element={seesAudit(account) ? <AuditPage /> : <NoPermission />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
