import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText } from '../texts/use-text.js';

/** Who would stand elsewhere, had this version applied for a year: seen before it is enacted. */
export function Trial({ id, version }: { readonly id: string; readonly version: number }): ReactElement {
  const say = useText();
  const [asked, setAsked] = useState(false);
  const trial = useQuery({
    queryKey: [...keys.points, 'trial', id, version],
    enabled: asked,
    staleTime: Infinity,
    queryFn: () =>
      answerOf(api.GET('/api/v1/points-schemes/{id}/what-if', { params: { path: { id }, query: { version } } })),
  });
  const { data } = trial;
  return (
    <section data-testid="scheme-trial">
      <Button size="small" loading={trial.isFetching} onClick={() => setAsked(true)}>
        {say('points.tryScheme')}
      </Button>
      {trial.isError && <ProblemPanel problem={trial.error} retry={() => void trial.refetch()} />}
      {data && (
        <>
          <p>{say('points.tried', { people: data.people, movers: data.movers.length })}</p>
          <p className="faded">
            {data.bands.map(({ band, before, after }) => `${band}: ${before} → ${after}`).join(' · ')}
          </p>
          <ul className="log">
            {data.movers.map(({ superviseeId, name, before, after }) => (
              <li key={superviseeId}>
                <Link to={`/supervisees/${superviseeId}`}>{name}</Link> {before.score ?? '–'}{' '}
                {before.band ?? before.grade} → {after.score ?? '–'} {after.band ?? after.grade}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
