import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { Search } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { Moment } from '../app/moment.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText, wordFor } from '../texts/use-text.js';

/** Searches after lost contact (查找): since when, by which alert, and what is written down of each. */
export function Searches({ superviseeId }: { readonly superviseeId: string }): ReactElement {
  const say = useText();
  const searches = useQuery({
    queryKey: keys.searches(superviseeId),
    queryFn: () => answerOf(api.GET('/api/v1/supervisees/{id}/searches', { params: { path: { id: superviseeId } } })),
  });
  return (
    <section>
      <h3>{say('search.title')}</h3>
      {searches.isError && <ProblemPanel problem={searches.error} retry={() => void searches.refetch()} />}
      {searches.data?.items.length === 0 && <p className="faded">{say('search.none')}</p>}
      <ol className="log" aria-label={say('search.title')} data-testid="searches">
        {(searches.data?.items ?? []).map((search) => (
          <OneSearch key={search.id} search={search} />
        ))}
      </ol>
    </section>
  );
}

function OneSearch({ search }: { readonly search: Search }): ReactElement {
  const say = useText();
  return (
    <li data-search-id={search.id} data-state={search.state}>
      <b>{say(`search.state.${search.state}`)}</b>{' '}
      <Link to={`/alerts/${search.alertId}`}>{say('kind.abscondment.suspected')}</Link>
      <div className="faded">
        {say('search.lostAt')} <Moment at={search.lostAt} />
        {search.ground !== null && <> · {wordFor(say, 'kind', search.ground)}</>}
      </div>
      {search.versions.map((version) => (
        <div key={version.version}>
          {say(`search.state.${version.state}`)} <Moment at={version.at} />
          {version.note !== null && <> · {wordFor(say, 'endReason', version.note)}</>}
        </div>
      ))}
    </li>
  );
}
