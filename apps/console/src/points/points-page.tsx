import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ReactElement } from 'react';
import { Link, useParams } from 'react-router';
import type { PointsScheme } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText } from '../texts/use-text.js';
import { Closes } from './closes.js';
import { EntryLine } from './entry-line.js';
import { useProposed } from './queries.js';
import { SchemePanel } from './scheme-panel.js';
import './points.css';

/** What waits for a reviewer, and the schemes that points are counted by. */
export default function PointsPage(): ReactElement {
  const say = useText();
  const { id } = useParams();
  const schemes = useQuery({
    queryKey: [...keys.points, 'schemes'],
    queryFn: async () => (await answerOf(api.GET('/api/v1/points-schemes'))).items as readonly PointsScheme[],
  });
  return (
    <main className="page page-split page-trials">
      <section>
        <header className="page-head">
          <h1>{say('points.page')}</h1>
          <span className="faded">{say('points.hint')}</span>
        </header>
        <Waiting />
        <Closes />
        <h2>{say('points.schemes')}</h2>
        {schemes.isPending && <Skeleton active />}
        {schemes.isError && <ProblemPanel problem={schemes.error} retry={() => void schemes.refetch()} />}
        {schemes.data?.length === 0 && <p className="faded">{say('points.noSchemes')}</p>}
        <ul className="log" data-testid="points-schemes">
          {(schemes.data ?? []).map((scheme) => (
            <li key={scheme.id} aria-current={scheme.id === id ? 'true' : undefined}>
              <Link to={`/points/${scheme.id}`}>{scheme.name}</Link>{' '}
              <span className="faded">
                {scheme.code} · {scheme.division} · {say('points.versions', { count: scheme.versions.length })}
              </span>
            </li>
          ))}
        </ul>
        <Link to="/points/new">{say('points.newScheme')}</Link>
      </section>
      <aside className="panel">
        {id === undefined ? (
          <p className="faded">{say('points.select')}</p>
        ) : (
          <SchemePanel key={id} scheme={schemes.data?.find((one) => one.id === id)} />
        )}
      </aside>
    </main>
  );
}

function Waiting(): ReactElement {
  const say = useText();
  const proposed = useProposed();
  return (
    <section>
      <h2>{say('points.waiting')}</h2>
      {proposed.isPending && <Skeleton active />}
      {proposed.isError && !proposed.data && (
        <ProblemPanel problem={proposed.error} retry={() => void proposed.refetch()} />
      )}
      {proposed.data?.items.length === 0 && <p className="faded">{say('points.noneWaits')}</p>}
      <ol className="log" aria-label={say('points.waiting')} data-testid="points-waiting">
        {(proposed.data?.items ?? []).map((entry) => (
          <EntryLine key={entry.id} entry={entry} named />
        ))}
      </ol>
      {proposed.data?.more === true && <p className="faded">{say('points.more')}</p>}
    </section>
  );
}
